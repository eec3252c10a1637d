import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import {
  AlarmTopicAction,
  applyStage,
  EventTopic,
  type EventTopicAttributes,
  FanoutAlarms,
  FanoutDashboard,
  Inbox,
  ItemOutbox,
  Outbox,
  type OutboxAttributes,
  Producer,
  PropsError,
  Subscriber,
  UndeliveredQueue,
} from '../../../lib/index.ts';
import { emptyStack, orderEvents } from './sample-stack.ts';

type Props = Readonly<Record<string, unknown>>;

/** Makes a construct with good props, some of them replaced, as a caller without types can. */
type Make = (stack: Stack, replaced: Props | null) => unknown;

const topicIn = (stack: Stack): EventTopic => new EventTopic(stack, 'Topic', { definition: orderEvents });
const TOPIC_ARN = 'arn:aws:sns:eu-central-1:111122223333:order-events';
const TABLE_ARN = 'arn:aws:dynamodb:eu-central-1:111122223333:table/outbox';
const code = Code.fromInline('exports.handler = () => {}');
const handler = { functionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:stock' };
const items = (stack: Stack): Table =>
  new Table(stack, 'Items', {
    partitionKey: { name: 'id', type: AttributeType.STRING },
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
  });

/** The arguments of a constructor, unchecked. */
const made =
  (construct: unknown, good: (stack: Stack) => Props): Make =>
  (stack, replaced) =>
    Reflect.construct(construct as new () => unknown, [stack, 'Made', replaced && { ...good(stack), ...replaced }]);

const makers: Readonly<Record<string, Make>> = {
  EventTopic: made(EventTopic, () => ({ definition: orderEvents })),
  Subscriber: made(Subscriber, (stack) => ({ name: 'stock', topic: topicIn(stack), consumer: { code } })),
  Consumer: (stack, consumer) =>
    made(Subscriber, () => ({ name: 'stock', topic: topicIn(stack) }))(stack, { consumer: { code, ...consumer } }),
  Inbox: made(Inbox, () => ({})),
  Outbox: made(Outbox, (stack) => ({ topics: [topicIn(stack)] })),
  ItemOutbox: made(ItemOutbox, (stack) => ({ topics: [topicIn(stack)], table: items(stack) })),
  Producer: made(Producer, (stack) => ({ name: 'till', inbox: new Inbox(stack, 'Inbox'), code })),
  FanoutAlarms: made(FanoutAlarms, (stack) => ({
    alarmActions: [new AlarmTopicAction(new Topic(stack, 'Operators'))],
    topics: [topicIn(stack)],
  })),
  FanoutDashboard: made(FanoutDashboard, (stack) => ({ topics: [topicIn(stack)] })),
  UndeliveredQueue: made(UndeliveredQueue, (stack) => ({ topic: topicIn(stack), subscriber: 'stock' })),
  fromEventTopicAttributes: (stack, attributes) =>
    EventTopic.fromEventTopicAttributes(
      stack,
      'Made',
      (attributes && { topicArn: TOPIC_ARN, definition: orderEvents, ...attributes }) as EventTopicAttributes,
    ),
  fromOutboxAttributes: (stack, attributes) =>
    Outbox.fromOutboxAttributes(
      stack,
      'Made',
      (attributes && { tableArn: TABLE_ARN, ...attributes }) as OutboxAttributes,
    ),
  applyStage: (stack, settings) => applyStage(stack, 'test', settings as object),
};

const PARTS: Readonly<Record<string, readonly string[]>> = {
  EventTopic: ['definition', 'encryptionKey', 'tracingConfig', 'logsDeliveryFailures', 'archiveRetention'],
  Subscriber: [
    ...['name', 'topic', 'events', 'bodyFilter', 'rawMessageDelivery', 'inbox', 'outbox', 'consumer', 'queue'],
    ...[
      'deadLetterQueue',
      'encryptionKey',
      'undelivered',
      'alarmActions',
      'removalPolicy',
      'visibilityTimeout',
      'retentionPeriod',
    ],
  ],
  Consumer: [
    ...['code', 'function', 'handler', 'environment', 'vpc', 'vpcSubnets', 'securityGroups', 'provisionedPollers'],
    ...['version', 'timeout', 'memorySize', 'batchSize', 'maxConcurrency', 'maxAttempts', 'concurrency'],
  ],
  Inbox: ['table', 'horizon', 'encryptionKey', 'pointInTimeRecovery', 'deletionProtection', 'removalPolicy'],
  Outbox: ['topics', 'table', 'encryptionKey', 'alarmActions', 'removalPolicy', 'sweepEvery', 'batchSize'],
  ItemOutbox: ['topics', 'table', 'derivingRelay', 'alarmActions', 'removalPolicy', 'batchSize'],
  Producer: ['name', 'inbox', 'outbox', 'code', 'removalPolicy', 'environment', 'vpc'],
  FanoutAlarms: ['alarmActions', 'topics', 'subscribers', 'outboxes'],
  UndeliveredQueue: ['topic', 'subscriber', 'alarmActions', 'removalPolicy'],
  fromEventTopicAttributes: ['topicArn', 'definition', 'encryptionKey', 'maxMessageSizeBytes', 'archiveRetention'],
  fromOutboxAttributes: ['tableArn', 'encryptionKey'],
  FanoutDashboard: ['dashboardName', 'defaultInterval', 'topics', 'subscribers', 'outboxes'],
  applyStage: [
    ...['removalPolicy', 'retentionPeriod', 'logRetention', 'pointInTimeRecovery', 'maxConcurrency'],
    'alarmActions',
  ],
};

const WRONG: readonly unknown[] = [-1, Number.NaN, '', [undefined], Symbol('x'), 1n, () => 1];

const cases = Object.entries(PARTS).flatMap(([made, props]) => props.map((prop) => [made, prop] as const));

describe('G7 a caller without types', () => {
  it.each(cases)('is told by %s that %s is of the wrong kind, whatever it is', (name, prop) => {
    for (const value of WRONG) {
      const stack = emptyStack();

      expect(() => makers[name]?.(stack, { [prop]: value }), String(prop)).toThrow(PropsError);
    }
  });

  // A function beside code is another kind of consumer, not a slip.
  it.each(cases.filter(([, prop]) => prop !== 'function'))(
    'is told by %s that there is no prop by a slip for %s',
    (name, prop) => {
      const slip = `${prop}${prop.at(-1)}`;
      const path = name === 'Consumer' ? `consumer.${slip}` : slip;

      expect(() => makers[name]?.(emptyStack(), { [slip]: 7 })).toThrow(
        expect.objectContaining({
          code: 'PropUnknown',
          message: expect.stringContaining(
            `${path} must be left out, got 7: there is no such prop; did you mean ${prop}?`,
          ),
        }),
      );
    },
  );

  it.each([
    ['Subscriber', { consumer: { code, provisionedPollers: { minimun: 3 } } }, 'consumer.provisionedPollers.minimun'],
    ['Subscriber', { consumer: { function: handler, maxConcurency: 3 } }, 'consumer.maxConcurency'],
    ['ItemOutbox', { derivingRelay: { code, handle: 'relay.handler' } }, 'derivingRelay.handle'],
  ])('is told by %s about names in %j', (name, replaced, path) => {
    expect(() => makers[name]?.(emptyStack(), replaced)).toThrow(`${path} must be left out, got`);
  });

  it('is told which props there are when a name is like none of them, beside what else is wrong', () => {
    const replaced = { name: 'In Stock', tags: ['x'], alarmsActions: [] };

    expect(() => makers['Producer']?.(emptyStack(), replaced)).toThrow(
      [
        'tags must be left out, got ["x"]: there is no such prop; there are code, handler, timeout, memorySize, environment, reservedConcurrentExecutions, vpc, vpcSubnets, securityGroups, name, inbox, outbox, removalPolicy [PropUnknown] (at Shop/Made)',
        'alarmsActions must be left out, got []: there is no such prop; there are code, handler, timeout, memorySize, environment, reservedConcurrentExecutions, vpc, vpcSubnets, securityGroups, name, inbox, outbox, removalPolicy [PropUnknown] (at Shop/Made)',
        'name must be 1 to 64 lower-case letters, digits and hyphens and begin with a letter, got "In Stock" [NameInvalid] (at Shop/Made)',
      ].join('\n'),
    );
  });

  it('may leave names undefined that there are not, as spread objects do', () => {
    expect(() => makers['Inbox']?.(emptyStack(), { horizons: undefined })).not.toThrow();
  });

  it.each(Object.keys(makers).filter((name) => name !== 'Consumer'))('is told by %s that props are missing', (name) => {
    expect(() => makers[name]?.(emptyStack(), null)).toThrow(
      expect.objectContaining({
        code: 'PropsInvalid',
        message: expect.stringMatching(/props must be an object, got null/),
      }),
    );
  });

  it('is told of all that is of the wrong kind together, with what else is wrong, before anything is defined', () => {
    const stack = emptyStack();
    const replaced = { name: 'In Stock', inbox: 'inbox', encryptionKey: 'alias/x', maxReceiveCount: 7 };

    expect(() => makers['Subscriber']?.(stack, replaced)).toThrow(
      [
        'inbox must be an Inbox, got "inbox" [PropInvalid] (at Shop/Made)',
        'encryptionKey must be a KMS key, got "alias/x" [PropInvalid] (at Shop/Made)',
        'name must be 1 to 64 lower-case letters, digits and hyphens and begin with a letter, got "In Stock" [NameInvalid] (at Shop/Made)',
        'maxReceiveCount must be left out with lambdaConsumer, got 7; it is derived from maxAttempts, which counts real runs only [MaxReceiveCountDerived] (at Shop/Made)',
      ].join('\n'),
    );
    Template.fromStack(stack).resourceCountIs('AWS::SQS::Queue', 0);
  });

  it('is told that an alarm action needs a topic', () => {
    const action = new AlarmTopicAction('arn:aws:sns:eu-west-1:111122223333:ops' as unknown as Topic);

    expect(() => makers['FanoutAlarms']?.(emptyStack(), { alarmActions: [action] })).toThrow(
      expect.objectContaining({ code: 'PropInvalid' }),
    );
  });
});
