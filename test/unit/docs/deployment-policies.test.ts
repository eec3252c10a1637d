import { readFileSync } from 'node:fs';
import { isWildcardOnlyAction } from '@cloud-copilot/iam-simulate';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { attachedPolicies, policyFiles } from '../../../scripts/deployment-policies.ts';
import { deployerPolicy } from '../../../scripts/policies/deployer-policy.ts';
import { coveredTypes, executionPolicy } from '../../../scripts/policies/execution-policy.ts';
import { keysPolicy, keyTypes } from '../../../scripts/policies/keys-policy.ts';
import type { StackTemplate } from '../../../scripts/policies/run-policy.ts';
import { exampleStack, exampleTemplate } from '../example/example-template.ts';
import { deployedResources } from './deployed-resources.ts';
import { account, filledIn, may, region } from './simulated-policy.ts';

const fileOf = (name: string): string =>
  readFileSync(new URL(`../../../docs/policies/${name}`, import.meta.url), 'utf8');

const place = `${region}:${account}`;
const mapping = `arn:aws:lambda:${place}:event-source-mapping:1d0a1e5c-0000-4000-8000-000000000000`;

describe('the policies of docs/policies', () => {
  it.each(Object.entries(policyFiles(exampleTemplate().toJSON() as StackTemplate)))(
    '%s is up to date (node scripts/write-deployment-policies.ts writes it)',
    (name, document) => {
      expect(JSON.parse(fileOf(name))).toEqual(document);
    },
  );

  it('fit into a managed policy where they are to be attached: 6,144 characters without white space', () => {
    for (const name of Object.keys(attachedPolicies)) {
      expect(fileOf(name).replaceAll(/\s/g, '').length).toBeLessThan(6_144);
    }
  });

  it.each([
    ['', exampleStack(), coveredTypes],
    [' in production, with that for keys', exampleStack('prod'), new Set([...coveredTypes, ...keyTypes])],
  ])('cover every type of resource in the example%s', (_, stack, covered) => {
    const { Resources } = Template.fromStack(stack).toJSON() as StackTemplate;
    const types = new Set(Object.values(Resources).map(({ Type }) => Type));

    expect([...types].filter((type) => !covered.has(type))).toEqual([]);
  });

  it.each([executionPolicy, keysPolicy])('name actions that exist, each on resources that it takes', async (policy) => {
    const asked = policy.Statement.flatMap(({ Action, Resource, Condition = {} }) => {
      const context = Object.assign(
        {},
        ...Object.values(JSON.parse(filledIn(JSON.stringify(Condition)).replaceAll('*', 'thing'))),
      );
      return Action.flatMap((action) =>
        Resource.map(async (pattern) => {
          const [service = '', verb = ''] = action.split(':');
          const unnamed = (await isWildcardOnlyAction(service, verb)) ? '*' : mapping;
          const resource = pattern === '*' ? unnamed : filledIn(pattern).replaceAll('*', 'thing');
          return [action, await may(policy, action, resource, { context })] as const;
        }),
      );
    });

    const refused = (await Promise.all(asked)).filter(([, allowed]) => !allowed).map(([action]) => action);

    expect(asked.length).toBeGreaterThan(10);
    expect(refused).toEqual([]);
  });
});

/** What creates a resource that has a name. */
const CREATES: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'cloudwatch:PutMetricAlarm',
  'AWS::DynamoDB::Table': 'dynamodb:CreateTable',
  'AWS::Events::Rule': 'events:PutRule',
  'AWS::IAM::Role': 'iam:CreateRole',
  'AWS::Lambda::Function': 'lambda:CreateFunction',
  'AWS::Logs::LogGroup': 'logs:CreateLogGroup',
  'AWS::SNS::Topic': 'sns:CreateTopic',
  'AWS::SQS::Queue': 'sqs:CreateQueue',
};

describe('the execution policy, filled in with the name of the stack', () => {
  const production = 'FanoutExample-prod';
  const long = 'FanoutExample-of-the-whole-company-in-Ireland';

  it.each([
    ['the example', exampleStack(), 'FanoutExample', 'FanoutExample'],
    ['the example in production', exampleStack('prod', production), production, production],
    ['a run of test:aws, which has a longer name', exampleStack(), 'FanoutExample-test-8218a1bf', 'FanoutExample'],
    ['a name that CloudFormation cuts', exampleStack('dev', long), long, long],
  ])('creates everything of %s', async (_, stack, stackName, filledInWith) => {
    const resources = deployedResources(stack, { account, region, stackName });

    const answers = await Promise.all(
      resources.map(async ({ type, arn }) =>
        (await may(executionPolicy, CREATES[type] ?? type, arn, { stackName: filledInWith })) ? [] : [arn],
      ),
    );

    expect(resources.length).toBeGreaterThan(70);
    expect(answers.flat()).toEqual([]);
  });
});

describe('the execution policy', () => {
  it.each([
    ['sns:CreateTopic', `arn:aws:sns:${place}:Shop-Orders`],
    ['sns:Subscribe', `arn:aws:sns:${place}:Shop-Orders`],
    ['sqs:CreateQueue', `arn:aws:sqs:${place}:Shop-Billing`],
    ['sqs:SetQueueAttributes', `arn:aws:sqs:${place}:Shop-Billing`],
    ['dynamodb:CreateTable', `arn:aws:dynamodb:${place}:table/Shop-Outbox`],
    ['lambda:CreateFunction', `arn:aws:lambda:${place}:function:Shop-Relay`],
    ['iam:CreateRole', `arn:aws:iam::${account}:role/Shop-RelayRole`],
    ['logs:CreateLogGroup', `arn:aws:logs:${place}:log-group:Shop-Log`],
    ['cloudwatch:PutMetricAlarm', `arn:aws:cloudwatch:${place}:alarm:Shop-DeadLetters`],
    ['events:PutRule', `arn:aws:events:${place}:rule/Shop-Sweeper`],
    ['s3:GetObject', `arn:aws:s3:::cdk-hnb659fds-assets-${account}-eu-west-1/code.zip`],
    ['ssm:GetParameters', `arn:aws:ssm:${place}:parameter/cdk-bootstrap/hnb659fds/version`],
  ])('allows %s on what belongs to the stack', async (action, resource) => {
    expect(await may(executionPolicy, action, resource)).toBe(true);
  });

  it.each([
    ['sqs:DeleteQueue', `arn:aws:sqs:${place}:Other-Billing`],
    ['dynamodb:DeleteTable', `arn:aws:dynamodb:${place}:table/Other-Outbox`],
    ['dynamodb:GetItem', `arn:aws:dynamodb:${place}:table/Shop-Inbox`],
    ['sqs:ReceiveMessage', `arn:aws:sqs:${place}:Shop-Billing`],
    ['sqs:PurgeQueue', `arn:aws:sqs:${place}:Shop-Billing`],
    ['iam:CreateRole', `arn:aws:iam::${account}:role/Admin`],
    ['iam:AttachRolePolicy', `arn:aws:iam::${account}:role/Shop-RelayRole`],
    ['lambda:InvokeFunction', `arn:aws:lambda:${place}:function:Shop-Relay`],
    ['sqs:CreateQueue', 'arn:aws:sqs:us-east-1:111111111111:Shop-Billing'],
  ])('does not allow %s on %s', async (action, resource) => {
    expect(await may(executionPolicy, action, resource)).toBe(false);
  });

  it('gives roles of the stack to functions, and to nothing else', async () => {
    const role = `arn:aws:iam::${account}:role/Shop-RelayRole`;
    const passing = (service: string) =>
      may(executionPolicy, 'iam:PassRole', role, { context: { 'iam:PassedToService': service } });

    expect(await passing('lambda.amazonaws.com')).toBe(true);
    expect(await passing('ec2.amazonaws.com')).toBe(false);
  });

  it('maps events to functions of the stack only', async () => {
    const deleting = (name: string) =>
      may(executionPolicy, 'lambda:DeleteEventSourceMapping', mapping, {
        context: { 'lambda:FunctionArn': `arn:aws:lambda:${place}:function:${name}` },
      });

    expect(await deleting('Shop-Relay')).toBe(true);
    expect(await deleting('Other-Relay')).toBe(false);
  });
});

describe('the deployer’s policy', () => {
  it('becomes the roles of the bootstrap stack, and does nothing itself', async () => {
    const roleOf = (name: string) => `arn:aws:iam::${account}:role/cdk-hnb659fds-${name}-role-${account}-eu-west-1`;

    expect(await may(deployerPolicy, 'sts:AssumeRole', roleOf('deploy'))).toBe(true);
    expect(await may(deployerPolicy, 'sts:AssumeRole', roleOf('file-publishing'))).toBe(true);
    expect(await may(deployerPolicy, 'sts:AssumeRole', roleOf('cfn-exec'))).toBe(false);
    expect(await may(deployerPolicy, 'sqs:CreateQueue', `arn:aws:sqs:${place}:Shop-Billing`)).toBe(false);
  });
});
