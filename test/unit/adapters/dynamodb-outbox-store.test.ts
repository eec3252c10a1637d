import { describe, expect, it } from 'vitest';
import { epochMillis } from '../../../contracts/time.ts';
import { DynamoDbOutboxStore } from '../../../lambdas/adapters/dynamodb-outbox-store.ts';
import { RequestDeadline } from '../../../lambdas/adapters/request-deadline.ts';
import { SeededRandom } from '../../../testing/in-memory/seeded-random.ts';
import { allOf } from '../../all-of.ts';
import { brokenConnection, CannedService, type WireAnswer, wireError } from './canned-service.ts';
import { HastyClock } from './hasty-clock.ts';

const key = (sequence: number) => ({ orderingKey: 'a', sortKey: String(sequence) });
const unprocessed = (...sequences: number[]): WireAnswer => ({
  body: {
    UnprocessedItems: {
      outbox: sequences.map((sequence) => ({
        DeleteRequest: { Key: { pk: { S: 'a' }, sk: { S: String(sequence) } } },
      })),
    },
  },
});

function open(answers: readonly WireAnswer[]) {
  const service = new CannedService(...answers);
  const store = new DynamoDbOutboxStore({
    client: service.dynamoDb(),
    tableName: 'outbox',
    clock: new HastyClock(),
    random: new SeededRandom(),
    deadline: new RequestDeadline(),
  });
  return { service, store };
}

async function remove(answers: readonly WireAnswer[], sequences: readonly number[]) {
  const { service, store } = open(answers);
  const left = await store.delete(sequences.map(key));
  const sizes = service.requests.map(
    ({ input }) => (input['RequestItems'] as { outbox: readonly unknown[] }).outbox.length,
  );
  return { left, sizes };
}

describe('DynamoDbOutboxStore', () => {
  it('repeats what DynamoDB left unprocessed, and only that', async () => {
    const { left, sizes } = await remove([unprocessed(2, 3), unprocessed(3), unprocessed()], [1, 2, 3]);

    expect(left).toEqual([]);
    expect(sizes).toEqual([3, 2, 1]);
  });

  it('answers what stayed unprocessed to the end', async () => {
    const { left, sizes } = await remove([unprocessed(2)], [1, 2]);

    expect(left).toEqual([key(2)]);
    expect(sizes).toHaveLength(8);
  });

  it.each([
    ['was throttled', wireError('ProvisionedThroughputExceededException')],
    ['broke', brokenConnection()],
  ])('repeats a request that %s', async (_case, answer) => {
    expect(await remove([answer, unprocessed()], [1, 2])).toEqual({ left: [], sizes: [2, 2] });
  });

  it('answers every key of a request that is refused', async () => {
    const { left, sizes } = await remove([wireError('AccessDeniedException')], [1, 2]);

    expect(left).toEqual([key(1), key(2)]);
    expect(sizes).toEqual([2]);
  });

  it.each([
    ['ofKey', (store: DynamoDbOutboxStore) => allOf(store.ofKey('a'))],
    ['olderThan', (store: DynamoDbOutboxStore) => allOf(store.olderThan(epochMillis(0)))],
    ['quarantine', (store: DynamoDbOutboxStore) => store.quarantine(key(1), 'TOO_LARGE')],
  ])('G4 repeats %s in place: neither a sweep nor a batch ends at a throttle', async (_name, call) => {
    const { service, store } = open([wireError('ThrottlingException'), brokenConnection(), { body: {} }]);

    await call(store);

    expect(service.requests).toHaveLength(3);
  });

  it('deletes 25 at a time', async () => {
    const sequences = Array.from({ length: 51 }, (_, index) => index);

    expect((await remove([unprocessed()], sequences)).sizes).toEqual([25, 25, 1]);
  });
});
