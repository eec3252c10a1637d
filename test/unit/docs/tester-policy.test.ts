import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { testerPolicy } from '../../../scripts/policies/tester-policy.ts';
import { TEST_TAG } from '../../../scripts/targets/test-tags.ts';
import { exampleStack } from '../example/example-template.ts';
import { deployedResources } from './deployed-resources.ts';
import { account, may, region } from './simulated-policy.ts';

const stackName = 'FanoutExample-test-8218a1bf';
const place = `${region}:${account}`;
const functionArn = `arn:aws:lambda:${place}:function:${stackName.slice(0, 25)}-EmailConsumer`;
/** What a request on a resource of a test carries. */
const context = { [`aws:ResourceTag/${TEST_TAG.key}`]: TEST_TAG.value, 'lambda:FunctionArn': functionArn };

/** A resource of the tested stack for each service that the policy names. */
const RESOURCES: Readonly<Record<string, string>> = {
  cloudformation: `arn:aws:cloudformation:${place}:stack/${stackName}/1c2fa620-982a-11e3-aff7-50e2416294e0`,
  dynamodb: `arn:aws:dynamodb:${place}:table/${stackName}-TablesOrders`,
  lambda: functionArn,
  logs: `arn:aws:logs:${place}:log-group:${stackName}-EmailConsumerLogGroup:*`,
  sns: `arn:aws:sns:${place}:FanoutExample-OrderLedger-D3412C25-1c2fa620.fifo`,
  sqs: `arn:aws:sqs:${place}:FanoutExample-Email-5818FB35-1c2fa620`,
};
const mapping = `arn:aws:lambda:${place}:event-source-mapping:1d0a1e5c-0000-4000-8000-000000000000`;
const resourceOf = (action: string): string =>
  action.endsWith('EventSourceMapping') ? mapping : (RESOURCES[action.split(':')[0] ?? ''] ?? '*');

/** Modules with calls of the suite and of the target; a topic tap makes a queue, which no case does. */
const MODULES = ['test/acceptance/*.ts', 'testing/*.ts', 'testing/targets/*.ts'];
const NO_CASES = 'testing/topic-tap.ts';
const root = fileURLToPath(new URL('../../../', import.meta.url));
const IMPORT = /import (?:type )?\{([^}]*)\} from '@aws-sdk\/(?:client|lib)-([a-z-]+)'/g;
const SERVICES: Readonly<Record<string, string>> = { 'cloudwatch-logs': 'logs' };
/** Where a call is not named like the right to make it. */
const RIGHTS: Readonly<Record<string, string>> = {
  'dynamodb:Get': 'dynamodb:GetItem',
  'dynamodb:Put': 'dynamodb:PutItem',
  'lambda:Invoke': 'lambda:InvokeFunction',
  'sqs:ChangeMessageVisibilityBatch': 'sqs:ChangeMessageVisibility',
};
/** Needs no right: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const FREE = 'sts:GetCallerIdentity';

/** Rights for every call of the SDK in the modules. */
function rightsForCalls(): readonly string[] {
  const rights = globSync(MODULES, { cwd: root })
    .filter((file) => file !== NO_CASES)
    .flatMap((file) => [...readFileSync(`${root}${file}`, 'utf8').matchAll(IMPORT)])
    .flatMap(([, names = '', service = '']) =>
      [...names.matchAll(/(?:paginate(\w+)|(\w+)Command)\b/g)].map(
        ([, paginated, called]) => `${SERVICES[service] ?? service}:${paginated ?? called}`,
      ),
    )
    .map((call) => RIGHTS[call] ?? call);
  return [...new Set(rights)].filter((right) => right !== FREE).sort();
}

const mayTest = (action: string, resource: string, known = context): Promise<boolean> =>
  may(testerPolicy, action, resource, { context: known, stackName: 'FanoutExample' });

describe('the tester’s policy', () => {
  it('has the rights for the calls of suite and target, and no others', () => {
    const rights = [...new Set(testerPolicy.Statement.flatMap(({ Action }) => Action))].sort();

    expect(rights).toEqual(rightsForCalls());
  });

  it.each(rightsForCalls())('allows %s on what belongs to a test', async (action) => {
    expect(await mayTest(action, resourceOf(action))).toBe(true);
  });

  it('reaches every queue, topic, function, table and log of a test, by the names that they get', async () => {
    const uses: Readonly<Record<string, string>> = {
      'AWS::DynamoDB::Table': 'dynamodb:GetItem',
      'AWS::Lambda::Function': 'lambda:InvokeFunction',
      'AWS::Logs::LogGroup': 'logs:FilterLogEvents',
      'AWS::SNS::Topic': 'sns:Publish',
      'AWS::SQS::Queue': 'sqs:ReceiveMessage',
    };
    const used = deployedResources(exampleStack(), { account, region, stackName }).filter(({ type }) => type in uses);

    const refused = await Promise.all(
      used.map(async ({ type, arn }) => ((await mayTest(uses[type] ?? type, arn)) ? [] : [arn])),
    );

    expect(used.length).toBeGreaterThan(40);
    expect(refused.flat()).toEqual([]);
  });

  it.each([
    ['sqs:ReceiveMessage', RESOURCES['sqs'] ?? '', 'which has no tag of a test', {}],
    ['sns:Publish', RESOURCES['sns'] ?? '', 'which has no tag of a test', {}],
    ['sqs:PurgeQueue', RESOURCES['sqs'] ?? '', 'whatever its tags', context],
    ['dynamodb:Scan', `arn:aws:dynamodb:${place}:table/FanoutExample-TablesOrders`, 'of another stack', context],
    ['lambda:InvokeFunction', `arn:aws:lambda:${place}:function:FanoutExample-PlaceOrder`, 'of another stack', context],
    ['lambda:UpdateFunctionCode', functionArn, 'whose code it is to test', context],
    [
      'lambda:UpdateEventSourceMapping',
      mapping,
      'of a function of another stack',
      { 'lambda:FunctionArn': `arn:aws:lambda:${place}:function:FanoutExample-EmailConsumer` },
    ],
    ['cloudformation:DeleteStack', RESOURCES['cloudformation'] ?? '', 'which the bootstrap roles do', context],
  ])('does not allow %s on %s, %s', async (action, resource, _, known) => {
    expect(await mayTest(action, resource, known as typeof context)).toBe(false);
  });

  it('looks whether the Region is bootstrapped, and at no other stack of the CDK', async () => {
    const stack = (name: string) => `arn:aws:cloudformation:${place}:stack/${name}/1c2fa620`;

    expect(await mayTest('cloudformation:DescribeStacks', stack('CDKToolkit'))).toBe(true);
    expect(await mayTest('cloudformation:GetTemplate', stack('CDKToolkit'))).toBe(false);
    expect(await mayTest('cloudformation:DescribeStacks', stack('FanoutExample'))).toBe(false);
  });
});
