import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic, TracingConfig } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { AlarmTopicAction, EventTopic, Inbox, Outbox, Producer } from '../../../lib/index.ts';
import { addItemOutbox } from './item-outbox-stack.ts';
import { addShop, addSubscriber, code, emptyStack, orderEvents, timeout } from './sample-stack.ts';
import { listed, resourcesOf, type Statement, statementsOf } from './template-reading.ts';

const plain = (): Stack => {
  const stack = emptyStack();
  addShop(stack);
  addItemOutbox(stack, { topics: [new EventTopic(stack, 'ItemEvents', { definition: orderEvents })] });
  return stack;
};

const encrypted = (): Stack => {
  const stack = emptyStack();
  const alarmTopic = new Topic(stack, 'OnCall', { masterKey: new Key(stack, 'AlarmKey') });
  const alarmActions = [new AlarmTopicAction(alarmTopic)];
  const topic = new EventTopic(stack, 'Topic', { definition: orderEvents, encryptionKey: new Key(stack, 'TopicKey') });
  const inbox = new Inbox(stack, 'Inbox', { encryptionKey: new Key(stack, 'InboxKey') });
  const encryptionKey = new Key(stack, 'OutboxKey');
  const outbox = new Outbox(stack, 'Outbox', { topics: [topic], encryptionKey, alarmActions });
  new Producer(stack, 'PlaceOrder', { name: 'place-order', code, timeout, inbox, outbox });
  addSubscriber(stack, { topic, inbox, outbox, encryptionKey: new Key(stack, 'QueueKey'), alarmActions });
  addItemOutbox(
    stack,
    { topics: [topic], encryptionKey: new Key(stack, 'QuarantineKey'), alarmActions },
    { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: new Key(stack, 'OrdersKey') },
  );
  return stack;
};

/** A topic that traces, and a function in a VPC. */
const inVpc = (): Stack => {
  const stack = emptyStack();
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['eu-west-1a'],
    privateSubnetIds: ['subnet-1'],
  });
  const tracingConfig = TracingConfig.ACTIVE;
  const topic = new EventTopic(stack, 'Topic', { definition: orderEvents, tracingConfig, logsDeliveryFailures: true });
  addSubscriber(stack, { topic, consumer: { vpc } });
  return stack;
};

const isRoots = ({ Action: action }: Statement): boolean => action === 'kms:*';

const isKeyPolicys = ({ Principal: principal, Action: action }: Statement): boolean =>
  principal !== undefined && listed(action).every((name) => name.startsWith('kms:'));

describe.each([
  ['with AWS’s keys', plain],
  ['with keys of the user’s', encrypted],
])('G8 the policies of a shop %s', (_case, make) => {
  const template = Template.fromStack(make());
  const allowed = statementsOf(template).filter(({ Effect: effect }) => effect === 'Allow');

  it('allow no action by wildcard, root’s kms:* in key policies aside', () => {
    const wild = allowed
      .filter((statement) => !isRoots(statement))
      .flatMap(({ Action: action }) => listed(action))
      .filter((action) => action.includes('*'));

    expect(allowed.length).toBeGreaterThan(20);
    expect(wild).toStrictEqual([]);
  });

  it('allow no resource by wildcard; in a key’s own policy * is the key', () => {
    const wild = allowed.filter(
      (statement) => !isKeyPolicys(statement) && JSON.stringify(statement.Resource).includes('*'),
    );

    expect(wild).toStrictEqual([]);
  });

  it('admit services on behalf of a source in this account only', () => {
    const services = allowed.filter(({ Principal: principal }) => JSON.stringify(principal)?.includes('"Service"'));

    expect(services.length).toBeGreaterThan(1);
    for (const { Condition: condition } of services) {
      expect(JSON.stringify(condition)).toContain('aws:SourceArn');
      expect(JSON.stringify(condition)).toContain('aws:SourceAccount');
    }
  });

  it('give each function a role of its own without managed policies', () => {
    const roles = Object.values(resourcesOf(template, 'AWS::IAM::Role'));
    const functions = Object.values(resourcesOf(template, 'AWS::Lambda::Function'));

    const used = new Set(functions.map(({ Properties: properties }) => JSON.stringify(properties['Role'])));
    expect(used.size).toBe(functions.length);
    expect(roles).toHaveLength(functions.length);
    for (const { Properties: properties } of roles) {
      expect(properties).not.toHaveProperty('ManagedPolicyArns');
    }
  });

  it('let each function write to its own log group only', () => {
    const logGroups = statementsOf(template)
      .filter(({ Action: action }) => listed(action).includes('logs:PutLogEvents'))
      .map(({ Resource: resource }) => JSON.stringify(resource));

    expect(new Set(logGroups).size).toBe(Object.keys(resourcesOf(template, 'AWS::Lambda::Function')).length);
  });
});

describe('G8 where AWS has no other way', () => {
  const template = Template.fromStack(inVpc());
  const wild = statementsOf(template)
    .filter(({ Effect: effect, Resource: resource }) => effect === 'Allow' && JSON.stringify(resource).includes('*'))
    .map(({ Action: action }) => action);

  it('a function in a VPC may have network interfaces on every resource: Lambda asks before there is one', () => {
    expect(wild).toStrictEqual([
      [
        'ec2:AssignPrivateIpAddresses',
        'ec2:CreateNetworkInterface',
        'ec2:DeleteNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'ec2:UnassignPrivateIpAddresses',
      ],
    ]);
  });

  it('SNS may send segments of this account’s topics to X-Ray, which has no resources', () => {
    const [policy, ...others] = Object.values(resourcesOf(template, 'AWS::XRay::ResourcePolicy'));
    const text = JSON.stringify(policy?.Properties['PolicyDocument']).replaceAll('\\"', '"');

    expect(others).toStrictEqual([]);
    expect(text.match(/"Action":\[[^\]]*\]/g)).toStrictEqual([
      '"Action":["xray:PutTraceSegments","xray:GetSamplingRules","xray:GetSamplingTargets"]',
    ]);
    expect(text).toContain('"Resource":"*"');
    expect(text).toContain('"aws:SourceAccount"');
  });

  it('no action has a wildcard', () => {
    const actions = statementsOf(template)
      .filter(({ Effect: effect }) => effect === 'Allow')
      .flatMap(({ Action: action }) => listed(action));

    expect(actions.filter((action) => action.includes('*'))).toStrictEqual([]);
  });
});
