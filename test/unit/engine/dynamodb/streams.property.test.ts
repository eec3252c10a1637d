import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamRecord } from '../../../../embedded/engine/dynamodb/stream-record.ts';
import { type OpenedDatabase, openDatabase } from './opened-database.ts';

type Step =
  | { readonly kind: 'put'; readonly sk: string; readonly n: number }
  | { readonly kind: 'delete'; readonly sk: string }
  | { readonly kind: 'transact'; readonly keys: readonly string[]; readonly n: number }
  | { readonly kind: 'split' | 'replace'; readonly index: number };

const keys = fc.constantFrom(...'abcdefgh');
const numbers = fc.integer({ min: 0, max: 3 });
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('put' as const), sk: keys, n: numbers }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete' as const), sk: keys }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('transact' as const),
        keys: fc.uniqueArray(keys, { minLength: 1 }),
        n: numbers,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constantFrom('split' as const, 'replace' as const), index: fc.nat({ max: 9 }) }),
    },
  ),
  { maxLength: 60 },
);

function take({ database, streamArns }: OpenedDatabase, step: Step): void {
  const item = (sk: string, n: number) => ({ tableName: 'lines', item: { pk: 'one', sk, n } });
  switch (step.kind) {
    case 'put':
      database.putItem(item(step.sk, step.n));
      return;
    case 'delete':
      database.deleteItem({ tableName: 'lines', key: { pk: 'one', sk: step.sk } });
      return;
    case 'transact':
      database.transactWriteItems({ transactItems: step.keys.map((sk) => ({ put: item(sk, step.n) })) });
      return;
    default: {
      const streamArn = streamArns.lines;
      const open = database.streams
        .describeStream({ streamArn })
        .shards.filter(({ sequenceNumberRange }) => sequenceNumberRange.endingSequenceNumber === undefined);
      const shardId = open[step.index % open.length]?.shardId as string;
      if (step.kind === 'replace') database.streams.replaceShard({ streamArn, shardId });
      // A split between any two keys; one that is outside the shard is refused.
      else
        splitWithin(() =>
          database.streams.splitShard({ streamArn, shardId, at: { pk: 'one', sk: 'abcdefgh'[step.index] ?? 'i' } }),
        );
    }
  }
}

function splitWithin(split: () => void): void {
  try {
    split();
  } catch (error) {
    expect(error).toMatchObject({ code: 'ValidationException' });
  }
}

/** Reads every shard after its parent, as a consumer does that keeps the order. */
function readAll({ database, streamArns }: OpenedDatabase): readonly StreamRecord[] {
  const streamArn = streamArns.lines;
  return database.streams.describeStream({ streamArn }).shards.flatMap(({ shardId }) => {
    const { shardIterator } = database.streams.getShardIterator({
      streamArn,
      shardId,
      shardIteratorType: 'TRIM_HORIZON',
    });
    return database.streams.getRecords({ shardIterator }).records;
  });
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
describe('a stream', () => {
  it('is the history of its table: replayed, it makes the table, item by item and image by image', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const opened = openDatabase();
        for (const step of list) take(opened, step);

        const replayed = new Map<unknown, unknown>();
        for (const { eventName, dynamodb } of readAll(opened)) {
          const { sk } = dynamodb.keys;
          expect(dynamodb.oldImage).toEqual(replayed.get(sk));
          expect(eventName).toBe(
            dynamodb.oldImage === undefined ? 'INSERT' : dynamodb.newImage === undefined ? 'REMOVE' : 'MODIFY',
          );
          expect(dynamodb.newImage, 'a record that changes nothing').not.toEqual(dynamodb.oldImage);
          if (dynamodb.newImage === undefined) replayed.delete(sk);
          else replayed.set(sk, dynamodb.newImage);
        }
        const byKey = (items: readonly unknown[]) =>
          (items as { readonly sk: string }[]).toSorted((one, other) => (one.sk < other.sk ? -1 : 1));
        expect(byKey([...replayed.values()])).toEqual(opened.database.itemsOf('lines'));
      }),
      { numRuns: 300 },
    );
  });
});
