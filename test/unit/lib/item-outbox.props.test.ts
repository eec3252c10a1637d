import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import type { ItemOutboxProps } from '../../../lib/index.ts';
import { type Changes, itemOutboxTemplate, ordersTable, problemsOf } from './item-outbox-stack.ts';

const MAPPING = 'AWS::Lambda::EventSourceMapping';

const plain = itemOutboxTemplate();

describe('the props of an item outbox', () => {
  it.each<[string, string, Partial<ItemOutboxProps>, Partial<ItemOutboxProps>]>([
    ['BatchSizeRange', 'smallest', { batchSize: 1 }, { batchSize: 0 }],
    ['BatchSizeRange', 'largest', { batchSize: 10_000 }, { batchSize: 10_001 }],
    [
      'BatchingWindowRange',
      'longest',
      { maxBatchingWindow: Duration.seconds(300) },
      { maxBatchingWindow: Duration.seconds(301) },
    ],
    ['ParallelizationFactorRange', 'smallest', { parallelizationFactor: 1 }, { parallelizationFactor: 0 }],
    ['ParallelizationFactorRange', 'largest', { parallelizationFactor: 10 }, { parallelizationFactor: 11 }],
  ])('G7 fail with %s one past its %s good value', (wrong, _end, lastGood, firstBad) => {
    expect(problemsOf(() => lastGood)).toStrictEqual([]);
    expect(problemsOf(() => firstBad)).toStrictEqual([wrong]);
  });

  it('G7 are reported together', () => {
    const wrong: Changes = (scope) => ({
      topics: [],
      table: ordersTable(scope, { stream: undefined }),
      batchSize: 0,
      maxBatchingWindow: Duration.minutes(6),
      parallelizationFactor: 11,
    });

    expect(problemsOf(wrong)).toStrictEqual([
      'TopicsEmpty',
      'TableStreamMissing',
      'BatchingWindowRange',
      'ParallelizationFactorRange',
      'BatchSizeRange',
    ]);
  });

  it('change the mapping', () => {
    itemOutboxTemplate(() => ({
      batchSize: 500,
      maxBatchingWindow: Duration.seconds(2),
      parallelizationFactor: 4,
    })).hasResourceProperties(MAPPING, { BatchSize: 500, MaximumBatchingWindowInSeconds: 2, ParallelizationFactor: 4 });
  });

  it.each<[string, Changes]>([
    ['batchSize', () => ({ batchSize: 100 })],
    ['maxBatchingWindow', () => ({ maxBatchingWindow: Duration.seconds(0) })],
    ['parallelizationFactor', () => ({ parallelizationFactor: 1 })],
    ['alarmActions', () => ({ alarmActions: [] })],
    ['pointInTimeRecovery', () => ({ pointInTimeRecovery: true })],
    ['deletionProtection', () => ({ deletionProtection: true })],
    ['removalPolicy', () => ({ removalPolicy: RemovalPolicy.RETAIN })],
  ])('have the stated default of %s', (_prop, stated) => {
    expect(itemOutboxTemplate(stated).toJSON()).toStrictEqual(plain.toJSON());
  });

  it('have the stated default of derivingRelay.handler', () => {
    const inline = Code.fromInline('export const handler = 0;');

    expect(itemOutboxTemplate(() => ({ derivingRelay: { code: inline } })).toJSON()).toStrictEqual(
      itemOutboxTemplate(() => ({ derivingRelay: { code: inline, handler: 'index.handler' } })).toJSON(),
    );
  });
});
