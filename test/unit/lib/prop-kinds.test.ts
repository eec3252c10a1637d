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
  FanoutAlarms,
  FanoutDashboard,
  Inbox,
  ItemOutbox,
  Outbox,
  Producer,
  PropsError,
  Subscriber,
} from '../../../lib/index.ts';
import { emptyStack, orderEvents } from './sample-stack.ts';

type Props = Readonly<Record<string, unknown>>;

/** Makes a construct with good props, some of them replaced, as a caller without types can. */
type Make = (stack: Stack, replaced: Props | null) => unknown;

const topicIn = (stack: Stack): EventTopic => new EventTopic(stack, 'Topic', { definition: orderEvents });
const code = Code.fromInline('exports.handler = () => {}');
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
