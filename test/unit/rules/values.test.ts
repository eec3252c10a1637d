import { describe, expect, it } from 'vitest';
import { brokenRules, type Changes, plainFanout, plainStack } from './plain-fanout.ts';

const SNS_RETRIES = 1_987_200;
const DAY = 86_400;

const brokenBy = (changes: Changes): readonly string[] => {
  const stack = plainStack();
  plainFanout(stack, changes);
  return brokenRules(stack);
};

const variables = (values: Record<string, string>): Changes => ({
  function: { timeout: 10, environment: { variables: values } },
});
const types = (count: number): string[] => Array.from({ length: count }, (_, index) => `type-${index}`);
const filter = (filterPolicy: Record<string, unknown>): Changes => ({ subscription: { filterPolicy } });
const keys = (count: number): Record<string, unknown> => Object.fromEntries(types(count).map((key) => [key, ['x']]));

/** On FIFO queues, behind a topic that can replay a hundred days. */
const archived = (changes: Changes): Changes => ({
  ...changes,
  topic: { fifoTopic: true, archivePolicy: { MessageRetentionPeriod: '100' } },
  queue: { fifoQueue: true, visibilityTimeout: 60 },
  deadLetterQueue: { fifoQueue: true, messageRetentionPeriod: 14 * DAY },
  subscriptionDeadLetterQueue: { fifoQueue: true },
});

describe('G7 a fan-out of plain L1s', () => {
  it('breaks no rule when it is right', () => {
    expect(brokenBy({})).toEqual([]);
  });

  it.each<[rule: string, lastGood: Changes, firstBad: Changes]>([
    ['Fanout-VisibilityBelowTimeout', { queue: {} }, { queue: { visibilityTimeout: 9 } }],
    [
      'Fanout-VisibilityBelowTimeout',
      { queue: { visibilityTimeout: 5400 }, function: { timeout: 900 } },
      { queue: { visibilityTimeout: 899 }, function: { timeout: 900 } },
    ],
    ['Fanout-VisibilityBelowRecommended', { queue: { visibilityTimeout: 60 } }, { queue: { visibilityTimeout: 59 } }],
    ['Fanout-VisibilityBelowRecommended', { queue: { visibilityTimeout: 60 } }, { queue: { visibilityTimeout: 10 } }],
    [
      'Fanout-VisibilityBelowRecommended',
      { queue: { visibilityTimeout: 65 }, mapping: { maximumBatchingWindowInSeconds: 5 } },
      { queue: { visibilityTimeout: 64 }, mapping: { maximumBatchingWindowInSeconds: 5 } },
    ],
    [
      'Fanout-TimeoutAboveMaximum',
      { queue: { visibilityTimeout: 5406 }, function: { timeout: 900 } },
      { queue: { visibilityTimeout: 5406 }, function: { timeout: 901 } },
    ],
    [
      'Fanout-ReservedBelowMaximumConcurrency',
      {
        function: { timeout: 10, reservedConcurrentExecutions: 7 },
        mapping: { scalingConfig: { maximumConcurrency: 7 } },
      },
      {
        function: { timeout: 10, reservedConcurrentExecutions: 6 },
        mapping: { scalingConfig: { maximumConcurrency: 7 } },
      },
    ],
    [
      'Fanout-ReservedWithoutMaximumConcurrency',
      { function: { timeout: 10 } },
      { function: { timeout: 10, reservedConcurrentExecutions: 100 } },
    ],
    ['Fanout-MaxReceiveCountTooLow', { maxReceiveCount: 5 }, { maxReceiveCount: 4 }],
    [
      'Fanout-AttemptsAboveReceiveCount',
      { ...variables({ FANOUT_MAX_ATTEMPTS: '19' }), maxReceiveCount: 20 },
      { ...variables({ FANOUT_MAX_ATTEMPTS: '20' }), maxReceiveCount: 20 },
    ],
    [
      'Fanout-EventSourceFilterOnQueue',
      { mapping: { filterCriteria: { filters: [] } } },
      { mapping: { filterCriteria: { filters: [{ pattern: '{}' }] } } },
    ],
    [
      'Fanout-WholeBatchFails',
      { mapping: { functionResponseTypes: [], batchSize: 1 } },
      { mapping: { functionResponseTypes: [], batchSize: 2 } },
    ],
    [
      'Fanout-ExpiresBeforeDeadLettered',
      { queue: { visibilityTimeout: 60, messageRetentionPeriod: 60_000 }, maxReceiveCount: 1_000 },
      { queue: { visibilityTimeout: 60, messageRetentionPeriod: 59_999 }, maxReceiveCount: 1_000 },
    ],
    ['Fanout-MissingSubscriptionDeadLetterQueue', {}, { subscription: { redrivePolicy: undefined } }],
    [
      'Fanout-DeadLetterRetentionTooShort',
      { queue: { messageRetentionPeriod: 14 * DAY - 1 } },
      { queue: { messageRetentionPeriod: 14 * DAY } },
    ],
    [
      'Fanout-InboxBelowHorizon',
      variables({ FANOUT_INBOX_HORIZON_SECONDS: String(SNS_RETRIES + 18 * DAY) }),
      variables({ FANOUT_INBOX_HORIZON_SECONDS: String(SNS_RETRIES + 18 * DAY - 1) }),
    ],
    [
      'Fanout-InboxBelowHorizon',
      archived(variables({ FANOUT_INBOX_HORIZON_SECONDS: String(118 * DAY) })),
      archived(variables({ FANOUT_INBOX_HORIZON_SECONDS: String(118 * DAY - 1) })),
    ],
    ['Fanout-FilterPolicyKeys', filter(keys(5)), filter(keys(6))],
    ['Fanout-FilterPolicyKeys', filter({ a: keys(5) }), filter({ a: { ...keys(5), b: ['x'] }, c: ['x'] })],
    ['Fanout-FilterPolicySize', filter({ a: ['x'.repeat(262_134)] }), filter({ a: ['x'.repeat(262_135)] })],
    ['Fanout-FilterPolicyCombinations', filter({ a: types(150) }), filter({ a: types(151) })],
    ['Fanout-FilterPolicyCombinations', filter({ a: types(15), b: types(10) }), filter({ a: types(16), b: types(10) })],
    ['Fanout-FilterPolicyCombinations', filter({ a: { b: types(75) } }), filter({ a: { b: types(76) } })],
    [
      'Fanout-TopicMessageAboveQueue',
      { queue: { visibilityTimeout: 60, maximumMessageSize: 262_144 } },
      { queue: { visibilityTimeout: 60, maximumMessageSize: 262_143 } },
    ],
    [
      'Fanout-TopicMessageAboveQueue',
      { topic: { maximumMessageSize: 1_048_576 } },
      { topic: { maximumMessageSize: 1_048_576 }, subscriptionDeadLetterQueue: { maximumMessageSize: 1_048_575 } },
    ],
    ['Fanout-AlarmWithoutAction', {}, { alarm: { alarmActions: [] } }],
    ['Fanout-AlarmWithoutAction', { alarm: { actionsEnabled: true } }, { alarm: { actionsEnabled: false } }],
  ])('breaks %s one past its last good value, and nothing else', (rule, lastGood, firstBad) => {
    expect(brokenBy(lastGood)).toEqual([]);
    expect(brokenBy(firstBad)).toEqual([rule]);
  });

  it('breaks no rule by a filter with alternatives, which SNS counts in its own way', () => {
    expect(brokenBy(filter({ $or: [{ a: types(151) }, { b: types(151) }] }))).toEqual([]);
  });
});
