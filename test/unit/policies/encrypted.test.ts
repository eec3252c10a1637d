import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe } from 'vitest';
import { AlarmTopicAction, EventTopic, Inbox, Outbox } from '../../../lib/index.ts';
import { addSubscriber, emptyStack, orderEvents } from '../lib/sample-stack.ts';
import { deployedPolicies } from './deployed-policies.ts';
import { check, onBehalfOf } from './questions.ts';

const account = '111111111111';
const foreign = '222222222222';

const stack = emptyStack();
const onCall = new Topic(stack, 'OnCall', { masterKey: new Key(stack, 'AlarmKey') });
const alarmActions = [new AlarmTopicAction(onCall)];
const eventTopic = new EventTopic(stack, 'Topic', {
  definition: orderEvents,
  encryptionKey: new Key(stack, 'TopicKey'),
});
const inbox = new Inbox(stack, 'Inbox', { encryptionKey: new Key(stack, 'InboxKey') });
const outbox = new Outbox(stack, 'Outbox', {
  topics: [eventTopic],
  encryptionKey: new Key(stack, 'OutboxKey'),
  alarmActions,
});
addSubscriber(stack, { topic: eventTopic, inbox, outbox, encryptionKey: new Key(stack, 'QueueKey'), alarmActions });
const policies = deployedPolicies([stack, { account, region: 'eu-west-1', stack: 'Shop' }]);

const key = (prefix: string) => policies.arn('AWS::KMS::Key', prefix);
const topic = policies.arn('AWS::SNS::Topic', 'Topic');
const alarmTopic = policies.arn('AWS::SNS::Topic', 'OnCall');
const alarm = `arn:aws:cloudwatch:eu-west-1:${account}:alarm:Shop-Inventory`;
const consumer = policies.roleOf('InventoryConsumer');
const relay = policies.roleOf('OutboxRelay');
const sns = 'sns.amazonaws.com';
const cloudwatch = 'cloudwatch.amazonaws.com';
const decrypt = 'kms:Decrypt';
const generate = 'kms:GenerateDataKey';

describe('G8 the key of a queue', () => {
  check(policies, [
    [
      'encrypts for its topic',
      'Allowed',
      { principal: sns, action: generate, resource: key('QueueKey'), context: onBehalfOf(topic) },
    ],
    [
      'decrypts for its topic',
      'Allowed',
      { principal: sns, action: decrypt, resource: key('QueueKey'), context: onBehalfOf(topic) },
    ],
    [
      'serves another topic',
      'ImplicitlyDenied',
      { principal: sns, action: generate, resource: key('QueueKey'), context: onBehalfOf(`${topic}-other`) },
    ],
    [
      'serves a topic of another account',
      'ImplicitlyDenied',
      {
        principal: sns,
        action: generate,
        resource: key('QueueKey'),
        context: onBehalfOf(topic.replace(account, foreign)),
      },
    ],
    [
      'serves SNS without a source',
      'ImplicitlyDenied',
      { principal: sns, action: generate, resource: key('QueueKey') },
    ],
    [
      'serves CloudWatch',
      'ImplicitlyDenied',
      { principal: cloudwatch, action: generate, resource: key('QueueKey'), context: onBehalfOf(alarm) },
    ],
    ['decrypts for its consumer', 'Allowed', { principal: consumer, action: decrypt, resource: key('QueueKey') }],
    [
      'encrypts dead letters for its consumer',
      'Allowed',
      { principal: consumer, action: generate, resource: key('QueueKey') },
    ],
    ['decrypts for the relay', 'ImplicitlyDenied', { principal: relay, action: decrypt, resource: key('QueueKey') }],
    [
      'is deleted by its consumer',
      'ImplicitlyDenied',
      { principal: consumer, action: 'kms:ScheduleKeyDeletion', resource: key('QueueKey') },
    ],
  ]);
});

describe('G8 the key of a topic', () => {
  check(policies, [
    ['encrypts for the relay', 'Allowed', { principal: relay, action: generate, resource: key('TopicKey') }],
    ['decrypts for the relay', 'Allowed', { principal: relay, action: decrypt, resource: key('TopicKey') }],
    ['serves a consumer', 'ImplicitlyDenied', { principal: consumer, action: generate, resource: key('TopicKey') }],
  ]);
});

describe('G8 the keys of the tables', () => {
  check(policies, [
    [
      'decrypt the inbox for a consumer',
      'Allowed',
      {
        principal: consumer,
        action: decrypt,
        resource: key('InboxKey'),
        context: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' },
      },
    ],
    [
      'decrypt the outbox for the relay',
      'Allowed',
      {
        principal: relay,
        action: decrypt,
        resource: key('OutboxKey'),
        context: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' },
      },
    ],
    [
      'decrypt the inbox for the relay',
      'ImplicitlyDenied',
      {
        principal: relay,
        action: decrypt,
        resource: key('InboxKey'),
        context: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' },
      },
    ],
  ]);
});

describe('G8 the alarm topic under a key', () => {
  check(policies, [
    [
      'takes alarms of the account',
      'Allowed',
      { principal: cloudwatch, action: 'sns:Publish', resource: alarmTopic, context: onBehalfOf(alarm) },
    ],
    [
      'takes alarms of another account',
      'ImplicitlyDenied',
      {
        principal: cloudwatch,
        action: 'sns:Publish',
        resource: alarmTopic,
        context: onBehalfOf(alarm.replace(account, foreign)),
      },
    ],
    [
      'takes what names no alarm',
      'ImplicitlyDenied',
      { principal: cloudwatch, action: 'sns:Publish', resource: alarmTopic },
    ],
    [
      'is encrypted for alarms of the account',
      'Allowed',
      { principal: cloudwatch, action: generate, resource: key('AlarmKey'), context: onBehalfOf(alarm) },
    ],
    [
      'is decrypted for alarms of the account',
      'Allowed',
      { principal: cloudwatch, action: decrypt, resource: key('AlarmKey'), context: onBehalfOf(alarm) },
    ],
    [
      'is encrypted for alarms of another account',
      'ImplicitlyDenied',
      {
        principal: cloudwatch,
        action: generate,
        resource: key('AlarmKey'),
        context: onBehalfOf(alarm.replace(account, foreign)),
      },
    ],
    [
      'takes alarms on the events’ own topic',
      'ImplicitlyDenied',
      { principal: cloudwatch, action: 'sns:Publish', resource: topic, context: onBehalfOf(alarm) },
    ],
  ]);
});

describe('G8 the subscription’s dead-letter queue, encrypted by SQS itself', () => {
  const resource = policies.arn('AWS::SQS::Queue', 'InventorySubscriptionDeadLetterQueue');
  check(policies, [
    [
      'takes what its topic could not deliver',
      'Allowed',
      { principal: sns, action: 'sqs:SendMessage', resource, context: onBehalfOf(topic) },
    ],
    [
      'takes it from another topic',
      'ImplicitlyDenied',
      { principal: sns, action: 'sqs:SendMessage', resource, context: onBehalfOf(`${topic}-other`) },
    ],
    [
      'takes it over plain HTTP',
      'ExplicitlyDenied',
      {
        principal: sns,
        action: 'sqs:SendMessage',
        resource,
        context: onBehalfOf(topic, { 'aws:SecureTransport': 'false' }),
      },
    ],
    ['is read by the consumer', 'ImplicitlyDenied', { principal: consumer, action: 'sqs:ReceiveMessage', resource }],
  ]);
});
