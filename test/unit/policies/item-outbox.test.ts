import { describe } from 'vitest';
import { EventTopic } from '../../../lib/index.ts';
import { addItemOutbox } from '../lib/item-outbox-stack.ts';
import { addSubscriber, emptyStack, orderEvents } from '../lib/sample-stack.ts';
import { deployedPolicies } from './deployed-policies.ts';
import { check } from './questions.ts';

const stack = emptyStack();
const eventTopic = new EventTopic(stack, 'Topic', { definition: orderEvents });
addItemOutbox(stack, { topics: [eventTopic] });
addSubscriber(stack, { topic: eventTopic });
const policies = deployedPolicies([stack, { account: '111111111111', region: 'eu-west-1', stack: 'Shop' }]);

const principal = policies.roleOf('ItemOutboxRelay');
const consumer = policies.roleOf('InventoryConsumer');
const topic = policies.arn('AWS::SNS::Topic', 'Topic');
const items = policies.arn('AWS::DynamoDB::Table', 'Orders');
const quarantine = policies.arn('AWS::DynamoDB::Table', 'ItemOutbox');
const stream = `${items}/stream/label`;

describe('G8 the relay of events in items', () => {
  check(policies, [
    ['publishes to its topic', 'Allowed', { principal, action: 'sns:Publish', resource: topic }],
    [
      'publishes to another topic',
      'ImplicitlyDenied',
      { principal, action: 'sns:Publish', resource: `${topic}-other` },
    ],
    [
      'publishes over plain HTTP',
      'ExplicitlyDenied',
      { principal, action: 'sns:Publish', resource: topic, context: { 'aws:SecureTransport': 'false' } },
    ],
    ['subscribes', 'ImplicitlyDenied', { principal, action: 'sns:Subscribe', resource: topic }],
    ['reads the stream of the items', 'Allowed', { principal, action: 'dynamodb:GetRecords', resource: stream }],
    ['finds its place in the stream', 'Allowed', { principal, action: 'dynamodb:GetShardIterator', resource: stream }],
    [
      'sets aside what can never be published',
      'Allowed',
      { principal, action: 'dynamodb:PutItem', resource: quarantine },
    ],
    [
      'deletes what was set aside',
      'ImplicitlyDenied',
      { principal, action: 'dynamodb:DeleteItem', resource: quarantine },
    ],
    ['reads the items themselves', 'ImplicitlyDenied', { principal, action: 'dynamodb:GetItem', resource: items }],
    ['scans them', 'ImplicitlyDenied', { principal, action: 'dynamodb:Scan', resource: items }],
    ['writes them', 'ImplicitlyDenied', { principal, action: 'dynamodb:PutItem', resource: items }],
    ['deletes them', 'ImplicitlyDenied', { principal, action: 'dynamodb:DeleteItem', resource: items }],
  ]);
});

describe('G8 the items that carry events', () => {
  check(policies, [
    [
      'give their stream to a consumer',
      'ImplicitlyDenied',
      { principal: consumer, action: 'dynamodb:GetRecords', resource: stream },
    ],
    [
      'are written by a consumer that was not granted to',
      'ImplicitlyDenied',
      { principal: consumer, action: 'dynamodb:PutItem', resource: items },
    ],
    [
      'have their quarantine emptied by a consumer',
      'ImplicitlyDenied',
      { principal: consumer, action: 'dynamodb:DeleteItem', resource: quarantine },
    ],
  ]);
});
