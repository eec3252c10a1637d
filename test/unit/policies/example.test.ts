import { describe } from 'vitest';
import { exampleStack } from '../example/example-template.ts';
import { deployedPolicies } from './deployed-policies.ts';
import { check, onBehalfOf, type Row } from './questions.ts';

const account = '111111111111';
const foreign = '222222222222';
const policies = deployedPolicies([exampleStack(), { account, region: 'eu-west-1', stack: 'FanoutExample' }]);

const topic = policies.arn('AWS::SNS::Topic', 'OrderEvents');
const ledgerTopic = policies.arn('AWS::SNS::Topic', 'OrderLedger');
const queue = (subscriber: string) => policies.arn('AWS::SQS::Queue', `${subscriber}Queue`);
const deadLetterQueue = (subscriber: string) => policies.arn('AWS::SQS::Queue', `${subscriber}DeadLetterQueue`);
const subscriptionDeadLetterQueue = (subscriber: string) =>
  policies.arn('AWS::SQS::Queue', `${subscriber}SubscriptionDeadLetterQueue`);
const table = (prefix: string) => policies.arn('AWS::DynamoDB::Table', prefix);
const consumer = (subscriber: string) => policies.roleOf(`${subscriber}Consumer`);
const relay = policies.roleOf('OutboxRelay');
const sweeper = policies.roleOf('OutboxSweeper');
const producer = policies.roleOf('PlaceOrder');

const subscribers = ['Inventory', 'Payment', 'Orders', 'Email', 'Analytics'].map((name) => [name, topic] as const);
const all = [...subscribers, ['Ledger', ledgerTopic] as const];

const send = 'sqs:SendMessage';
const sns = 'sns.amazonaws.com';

describe('G8 SNS', () => {
  check(
    policies,
    all.flatMap(([name, own]): Row[] => {
      const resource = queue(name);
      return [
        [
          `from its topic to the queue of ${name}`,
          'Allowed',
          { principal: sns, action: send, resource, context: onBehalfOf(own) },
        ],
        [
          `from a foreign topic to the queue of ${name}`,
          'ImplicitlyDenied',
          { principal: sns, action: send, resource, context: onBehalfOf(`arn:aws:sns:eu-west-1:${account}:other`) },
        ],
        [
          `from a topic of another account to the queue of ${name}`,
          'ImplicitlyDenied',
          { principal: sns, action: send, resource, context: onBehalfOf(own.replace(account, foreign)) },
        ],
        [
          `on behalf of another account, with the topic's name, to the queue of ${name}`,
          'ImplicitlyDenied',
          { principal: sns, action: send, resource, context: onBehalfOf(own, { 'aws:SourceAccount': foreign }) },
        ],
        [
          `over plain HTTP to the queue of ${name}`,
          'ExplicitlyDenied',
          { principal: sns, action: send, resource, context: onBehalfOf(own, { 'aws:SecureTransport': 'false' }) },
        ],
        [`without a source to the queue of ${name}`, 'ImplicitlyDenied', { principal: sns, action: send, resource }],
        [
          `from its topic to the subscription's dead-letter queue of ${name}`,
          'Allowed',
          { principal: sns, action: send, resource: subscriptionDeadLetterQueue(name), context: onBehalfOf(own) },
        ],
        [
          `from a foreign topic to the subscription's dead-letter queue of ${name}`,
          'ImplicitlyDenied',
          {
            principal: sns,
            action: send,
            resource: subscriptionDeadLetterQueue(name),
            context: onBehalfOf(`arn:aws:sns:eu-west-1:${account}:other`),
          },
        ],
        [
          `from its topic to the dead-letter queue of ${name}, which is the consumer's`,
          'ImplicitlyDenied',
          { principal: sns, action: send, resource: deadLetterQueue(name), context: onBehalfOf(own) },
        ],
      ];
    }),
  );
});

describe('G8 a consumer', () => {
  check(
    policies,
    all.flatMap(([name]): Row[] => {
      const principal = consumer(name);
      const other = name === 'Email' ? 'Orders' : 'Email';
      return [
        [`${name} receives`, 'Allowed', { principal, action: 'sqs:ReceiveMessage', resource: queue(name) }],
        [`${name} deletes`, 'Allowed', { principal, action: 'sqs:DeleteMessage', resource: queue(name) }],
        [`${name} backs off`, 'Allowed', { principal, action: 'sqs:ChangeMessageVisibility', resource: queue(name) }],
        [`${name} purges`, 'ImplicitlyDenied', { principal, action: 'sqs:PurgeQueue', resource: queue(name) }],
        [`${name} sends to its queue`, 'ImplicitlyDenied', { principal, action: send, resource: queue(name) }],
        [`${name} dead-letters`, 'Allowed', { principal, action: send, resource: deadLetterQueue(name) }],
        [
          `${name} reads its dead letters`,
          'ImplicitlyDenied',
          { principal, action: 'sqs:ReceiveMessage', resource: deadLetterQueue(name) },
        ],
        [
          `${name} receives from ${other}`,
          'ImplicitlyDenied',
          { principal, action: 'sqs:ReceiveMessage', resource: queue(other) },
        ],
        [
          `${name} dead-letters for ${other}`,
          'ImplicitlyDenied',
          { principal, action: send, resource: deadLetterQueue(other) },
        ],
        [`${name} writes the inbox`, 'Allowed', { principal, action: 'dynamodb:PutItem', resource: table('Inbox') }],
        [
          `${name} deletes the inbox`,
          'ImplicitlyDenied',
          { principal, action: 'dynamodb:DeleteTable', resource: table('Inbox') },
        ],
        [
          `${name} publishes past the outbox`,
          'ImplicitlyDenied',
          { principal, action: 'sns:Publish', resource: topic },
        ],
      ];
    }),
  );

  check(policies, [
    [
      'that emits puts outbox entries',
      'Allowed',
      { principal: consumer('Payment'), action: 'dynamodb:PutItem', resource: table('OutboxTable') },
    ],
    [
      'that emits deletes outbox entries',
      'ImplicitlyDenied',
      { principal: consumer('Payment'), action: 'dynamodb:DeleteItem', resource: table('OutboxTable') },
    ],
    [
      'that emits nothing puts outbox entries',
      'ImplicitlyDenied',
      { principal: consumer('Email'), action: 'dynamodb:PutItem', resource: table('OutboxTable') },
    ],
  ]);
});

describe('G8 the producer', () => {
  check(policies, [
    [
      'puts outbox entries',
      'Allowed',
      { principal: producer, action: 'dynamodb:PutItem', resource: table('OutboxTable') },
    ],
    ['publishes', 'ImplicitlyDenied', { principal: producer, action: 'sns:Publish', resource: topic }],
    ['receives', 'ImplicitlyDenied', { principal: producer, action: 'sqs:ReceiveMessage', resource: queue('Payment') }],
  ]);
});

describe.each([
  ['the relay', relay],
  ['the sweeper', sweeper],
])('G8 %s', (_who, principal) => {
  check(policies, [
    ['publishes to the outbox’s topic', 'Allowed', { principal, action: 'sns:Publish', resource: topic }],
    ['publishes to the outbox’s other topic', 'Allowed', { principal, action: 'sns:Publish', resource: ledgerTopic }],
    [
      'publishes to another topic',
      'ImplicitlyDenied',
      { principal, action: 'sns:Publish', resource: `arn:aws:sns:eu-west-1:${account}:other` },
    ],
    [
      'publishes over plain HTTP',
      'ExplicitlyDenied',
      { principal, action: 'sns:Publish', resource: topic, context: { 'aws:SecureTransport': 'false' } },
    ],
    [
      'deletes what is published',
      'Allowed',
      { principal, action: 'dynamodb:BatchWriteItem', resource: table('OutboxTable') },
    ],
    ['reads the inbox', 'ImplicitlyDenied', { principal, action: 'dynamodb:GetItem', resource: table('Inbox') }],
    ['subscribes', 'ImplicitlyDenied', { principal, action: 'sns:Subscribe', resource: topic }],
    ['sends to a queue', 'ImplicitlyDenied', { principal, action: send, resource: queue('Payment') }],
  ]);
});

describe('G8 the outbox', () => {
  const stream = `${table('OutboxTable')}/stream/label`;
  const invoked = policies.arn('AWS::Lambda::Function', 'OutboxSweeper');
  const rule = policies.arn('AWS::Events::Rule', 'OutboxSweeper');
  const events = 'events.amazonaws.com';
  check(policies, [
    ['gives its stream to the relay', 'Allowed', { principal: relay, action: 'dynamodb:GetRecords', resource: stream }],
    [
      'gives its stream to the sweeper',
      'ImplicitlyDenied',
      { principal: sweeper, action: 'dynamodb:GetRecords', resource: stream },
    ],
    [
      'gives its stream to a consumer',
      'ImplicitlyDenied',
      { principal: consumer('Payment'), action: 'dynamodb:GetRecords', resource: stream },
    ],
    [
      'is scanned by the sweeper',
      'Allowed',
      { principal: sweeper, action: 'dynamodb:Scan', resource: table('OutboxTable') },
    ],
    [
      'lets its rule start the sweeper',
      'Allowed',
      { principal: events, action: 'lambda:InvokeFunction', resource: invoked, context: { 'aws:SourceArn': rule } },
    ],
    [
      'lets another rule start the sweeper',
      'ImplicitlyDenied',
      {
        principal: events,
        action: 'lambda:InvokeFunction',
        resource: invoked,
        context: { 'aws:SourceArn': `${rule}-other` },
      },
    ],
  ]);
});
