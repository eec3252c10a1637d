import { Duration, Lazy } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { EventTopic, Inbox } from '../../../lib/index.ts';
import {
  addSubscriber,
  emptyStack,
  fifoSubscriberTemplate,
  orderEvents,
  type SubscriberChanges,
  subscriberTemplate,
} from './sample-stack.ts';

const seconds = Duration.seconds;
const consumer = (changes: NonNullable<SubscriberChanges['consumer']>): SubscriberChanges => ({ consumer: changes });
const window = { batchSize: 10_000, maxBatchingWindow: seconds(1) };

describe('G7 a subscriber', () => {
  it.each<[string, string, SubscriberChanges, SubscriberChanges]>([
    ['TimeoutRange', 'shortest', consumer({ timeout: seconds(1) }), consumer({ timeout: seconds(0) })],
    ['TimeoutRange', 'longest', consumer({ timeout: seconds(900) }), consumer({ timeout: seconds(901) })],
    ['MaxAttemptsRange', 'least', consumer({ maxAttempts: 1 }), consumer({ maxAttempts: 0 })],
    ['MaxAttemptsRange', 'most', consumer({ maxAttempts: 25 }), consumer({ maxAttempts: 26 })],
    ['BatchSizeRange', 'least', consumer({ batchSize: 1 }), consumer({ batchSize: 0 })],
    ['BatchSizeRange', 'most', consumer(window), consumer({ ...window, batchSize: 10_001 })],
    ['BatchSizeNeedsWindow', 'most', consumer({ batchSize: 10 }), consumer({ batchSize: 11 })],
    [
      'BatchingWindowRange',
      'longest',
      consumer({ maxBatchingWindow: seconds(300) }),
      consumer({ maxBatchingWindow: seconds(301) }),
    ],
    ['MaxConcurrencyRange', 'least', consumer({ maxConcurrency: 2 }), consumer({ maxConcurrency: 1 })],
    ['MaxConcurrencyRange', 'most', consumer({ maxConcurrency: 1000 }), consumer({ maxConcurrency: 1001 })],
    ['ConcurrencyRange', 'least', consumer({ concurrency: 1 }), consumer({ concurrency: 0 })],
    ['ConcurrencyRange', 'most', consumer({ concurrency: 10 }), consumer({ concurrency: 11 })],
    ['MemorySizeRange', 'least', consumer({ memorySize: 128 }), consumer({ memorySize: 127 })],
    ['MemorySizeRange', 'most', consumer({ memorySize: 10_240 }), consumer({ memorySize: 10_241 })],
    ['RetentionRange', 'shortest', { retentionPeriod: seconds(3600) }, { retentionPeriod: seconds(3599) }],
    ['RetentionRange', 'longest', { retentionPeriod: Duration.days(13) }, { retentionPeriod: seconds(1_123_201) }],
    [
      'OldestMessageAlarmRange',
      'shortest',
      { oldestMessageAlarmAfter: seconds(60) },
      { oldestMessageAlarmAfter: seconds(59) },
    ],
    [
      'OldestMessageAlarmRange',
      'longest',
      { oldestMessageAlarmAfter: seconds(345_599) },
      { oldestMessageAlarmAfter: seconds(345_600) },
    ],
    ['NameInvalid', 'longest', { name: 'a'.repeat(64) }, { name: 'a'.repeat(65) }],
    ['NameInvalid', 'plain', { name: 'in-stock-2' }, { name: 'In#stock' }],
    ['NameReserved', 'near', { name: 'requests' }, { name: 'request' }],
  ])('fails with %s one past its %s good value', (code, _end, lastGood, firstBad) => {
    expect(() => subscriberTemplate(lastGood)).not.toThrow();
    expect(() => subscriberTemplate(firstBad)).toThrow(`[${code}] (at Shop/Inventory`);
  });

  it('fails on FIFO with a batch of 11', () => {
    expect(() => fifoSubscriberTemplate(consumer({ batchSize: 10 }))).not.toThrow();
    expect(() => fifoSubscriberTemplate(consumer({ batchSize: 11 }))).toThrow('[BatchSizeRange]');
  });

  it('fails on FIFO with a batching window, and says why', () => {
    expect(() => fifoSubscriberTemplate(consumer({ maxBatchingWindow: seconds(1) }))).toThrow(
      'maxBatchingWindow must be an integer of 0 to 0 seconds, got 1: Lambda has no batching window for FIFO queues [BatchingWindowRange]',
    );
  });

  it('fails when a variable has a name of Fanout’s', () => {
    expect(() => subscriberTemplate(consumer({ environment: { FANOUT_CONSUMER: 'me' } }))).toThrow(
      'environment must not set names that begin with FANOUT_, got FANOUT_CONSUMER',
    );
  });

  it('fails when a second component takes its name in the same inbox', () => {
    const stack = emptyStack();
    const inbox = new Inbox(stack, 'Inbox');
    const topic = new EventTopic(stack, 'OrderEvents', { definition: orderEvents });
    addSubscriber(stack, { inbox, topic });

    expect(() => addSubscriber(stack, { inbox, topic }, 'Second')).toThrow(
      'name must be unique among the components of an inbox, got inventory, the name of Shop/Inventory',
    );
    expect(() => addSubscriber(stack, { inbox, topic, name: 'other' }, 'Third')).not.toThrow();
  });

  it('fails when the inbox forgets before a copy can come', () => {
    const withHorizon = (horizon: Duration): void => {
      const stack = emptyStack();
      addSubscriber(stack, { inbox: new Inbox(stack, 'Inbox', { horizon }) });
    };

    expect(() => withHorizon(seconds(3_542_400))).not.toThrow();
    expect(() => withHorizon(seconds(3_542_399))).toThrow('[HorizonTooShort] (at Shop/Inventory)');
  });

  it('leaves numbers alone that are known only at deployment', () => {
    const unknown = Lazy.number({ produce: () => 3 });

    expect(() =>
      subscriberTemplate(consumer({ batchSize: unknown, maxConcurrency: unknown, memorySize: unknown })),
    ).not.toThrow();
  });

  it('fails when a value is unknown at synthesis that others are derived from', () => {
    const unknown = Duration.seconds(Lazy.number({ produce: () => 3 }));

    expect(() => subscriberTemplate(consumer({ timeout: unknown }))).toThrow(
      'timeout must be an integer of 1 to 900 seconds, got a value unknown at synthesis; pass a literal',
    );
  });
});
