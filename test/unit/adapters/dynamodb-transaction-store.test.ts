import { describe, expect, it } from 'vitest';
import { addMillis, toEpochSeconds } from '../../../contracts/time.ts';
import { DynamoDbTransactionStore } from '../../../lambdas/adapters/dynamodb-transaction-store.ts';
import { RequestDeadline } from '../../../lambdas/adapters/request-deadline.ts';
import { DatabaseError } from '../../../lambdas/runtime/errors.ts';
import type { Marker, TransactionRequest, TransactionResult } from '../../../lambdas/runtime/ports/index.ts';
import { SeededRandom } from '../../../testing/in-memory/seeded-random.ts';
import {
  brokenConnection,
  CannedService,
  noConnection,
  type WireAnswer,
  type WireRequest,
  wireError,
} from './canned-service.ts';
import { HastyClock } from './hasty-clock.ts';

const clock = new HastyClock();
const expiresAt = toEpochSeconds(addMillis(clock.now(), 1_000));
const insert: Marker = { kind: 'insert', key: 'k', fingerprint: 'f', expiresAt };
const complete: Marker = {
  kind: 'complete',
  claim: { key: 'k', owner: 'me', leaseEndsAt: clock.now() },
  expiresAt,
};
const write = { Put: { TableName: 'stock', Item: { pk: 'apple' } } };

const cancelled = (...codes: (string | object)[]): WireAnswer =>
  wireError('TransactionCanceledException', {
    CancellationReasons: codes.map((code) => (typeof code === 'string' ? { Code: code } : code)),
  });
const committed: WireAnswer = { body: {} };

interface Commit {
  readonly value?: TransactionResult;
  readonly error?: unknown;
  readonly requests: readonly WireRequest[];
  readonly waitedMs: number;
}

/** Commits a marker with one business write against scripted answers. */
async function commit(
  answers: readonly WireAnswer[],
  changes: Partial<TransactionRequest> = {},
  deadline = new RequestDeadline(),
): Promise<Commit> {
  const service = new CannedService(...answers);
  const store = new DynamoDbTransactionStore({
    client: service.dynamoDb(),
    clock,
    random: new SeededRandom(),
    deadline,
    inboxTable: 'inbox',
    outboxTable: 'outbox',
  });
  const startedAt = clock.now();
  const request = { marker: insert, writes: [write], entries: [], token: 'token-1', ...changes };
  const result = await store.commit(request).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  return { ...result, requests: service.requests, waitedMs: clock.now() - startedAt };
}

describe('DynamoDbTransactionStore', () => {
  it('sends the marker first, and asks for the item behind every condition that fails', async () => {
    const { requests } = await commit([committed]);

    expect(requests).toMatchObject([
      {
        operation: 'TransactWriteItems',
        input: {
          ClientRequestToken: 'token-1',
          TransactItems: [
            { Put: { TableName: 'inbox', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } },
            { Put: { TableName: 'stock', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } },
          ],
        },
      },
    ]);
  });

  it.each([
    ['PutItem', insert],
    ['UpdateItem', complete],
  ])('sends a marker that is alone as a plain %s, which costs half a transaction', async (operation, marker) => {
    const { value, requests } = await commit([committed], { marker, writes: [] });

    expect(value).toEqual({ outcome: 'committed' });
    expect(requests).toMatchObject([
      { operation, input: { ConditionExpression: expect.any(String), ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } },
    ]);
  });

  it.each([
    ['a conflict', cancelled('None', 'TransactionConflict')],
    ['a throttled item', cancelled('ThrottlingError', 'None')],
    ['a condition that failed beside a conflict', cancelled('TransactionConflict', 'ConditionalCheckFailed')],
    ['a throttled request', wireError('ThrottlingException')],
    ['the same token at work', wireError('TransactionInProgressException')],
    ['a failure of the service', wireError('InternalServerError', {}, 500)],
    ['a broken connection', brokenConnection()],
    ['a connection that was not established in time', noConnection()],
  ])('G2 repeats the same request under the same token after %s', async (_case, answer) => {
    const { value, requests, waitedMs } = await commit([answer, answer, committed]);

    expect(value).toEqual({ outcome: 'committed' });
    expect(requests.map(({ input }) => input['ClientRequestToken'])).toEqual(['token-1', 'token-1', 'token-1']);
    expect(requests[2]).toEqual(requests[0]);
    expect(waitedMs).toBeGreaterThan(0);
    expect(waitedMs).toBeLessThanOrEqual(75);
  });

  it('gives up after eight conflicts, less than two seconds later', async () => {
    const { error, requests, waitedMs } = await commit([cancelled('None', 'TransactionConflict')]);

    expect(error).toMatchObject({ code: 'TRANSACTION_CONFLICT', disposition: 'retry' });
    expect(requests).toHaveLength(8);
    expect(waitedMs).toBeLessThan(2_000);
  });

  it('waits for no retry that the invocation would not live to see', async () => {
    const deadline = new RequestDeadline();
    deadline.begin({ remainingTimeMs: () => 120 });

    const { error, waitedMs } = await commit([wireError('ThrottlingException')], {}, deadline);

    expect(error).toMatchObject({ code: 'TABLE_THROTTLED' });
    expect(waitedMs).toBeLessThanOrEqual(20);
  });

  it.each([
    ['a throttled item', cancelled('ThrottlingError', 'None'), 'TABLE_THROTTLED'],
    ['a throttled request', wireError('ThrottlingException'), 'TABLE_THROTTLED'],
    ['a failing service', wireError('InternalServerError', {}, 500), 'DATABASE_UNAVAILABLE'],
    ['a broken connection', brokenConnection(), 'DATABASE_UNAVAILABLE'],
    ['a connection that is not established', noConnection(), 'DATABASE_UNAVAILABLE'],
    ['a conflict', cancelled('None', 'TransactionConflict'), 'TRANSACTION_CONFLICT'],
  ])('G4 names %s that outlasts the retries, since it is no fault of the handler', async (_case, answer, code) => {
    const { error } = await commit([answer]);

    expect(error).toBeInstanceOf(DatabaseError);
    expect(error).toMatchObject({ code, disposition: 'retry' });
  });

  it.each([insert, complete])('G4 names a conflict of a marker that is alone, too', async (marker) => {
    const { error } = await commit([wireError('TransactionConflictException')], { marker, writes: [] });

    expect(error).toMatchObject({ code: 'TRANSACTION_CONFLICT' });
  });

  it('does not take a mistake of the code for a missing answer', async () => {
    const { error, requests } = await commit([Object.assign(new TypeError('bad'), { code: 'ERR_INVALID_ARG_TYPE' })]);

    expect(error).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
    expect(requests).toHaveLength(1);
  });

  it('does not repeat a request that is refused for what it is', async () => {
    const { error, requests } = await commit([wireError('AccessDeniedException')]);

    expect(error).toMatchObject({ name: 'AccessDeniedException' });
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['without the item', [cancelled('ConditionalCheckFailed', 'None')]],
    ['without reasons', [wireError('TransactionCanceledException')]],
    ['with reasons that do not say', [cancelled('None', 'None')]],
    ['under a token that was used for something else', [wireError('IdempotentParameterMismatchException')]],
  ])('G2 reads the marker consistently when the transaction is refused %s', async (_case, answers) => {
    const marker = { Item: { state: { S: 'completed' }, fingerprint: { S: 'f' }, result: { S: 'r' } } };

    const { value, requests } = await commit([...answers, { body: marker }]);

    expect(value).toEqual({ outcome: 'duplicate', fingerprint: 'f', result: 'r' });
    expect(requests[1]).toMatchObject({ operation: 'GetItem', input: { ConsistentRead: true } });
  });

  it('lets an unclear refusal stand when there is no marker', async () => {
    const { error } = await commit([wireError('TransactionCanceledException'), { body: {} }]);

    expect(error).toMatchObject({ name: 'TransactionCanceledException' });
  });

  it('G2 lets an unclear refusal stand while the claim is still its own', async () => {
    const claimed = { Item: { state: { S: 'claimed' }, owner: { S: 'me' }, fingerprint: { S: 'f' } } };

    const { error } = await commit([wireError('TransactionCanceledException'), { body: claimed }], {
      marker: complete,
    });

    expect(error).toMatchObject({ name: 'TransactionCanceledException' });
  });

  it('shows failed items as plain values of every type', async () => {
    const Item = {
      pk: { S: 'apple' },
      count: { N: '1.5' },
      open: { BOOL: false },
      none: { NULL: true },
      list: { L: [{ N: '1' }, { M: { a: { S: 'b' } } }] },
      names: { SS: ['a'] },
      numbers: { NS: ['1', '2'] },
      bytes: { B: 'AAE=' },
    };
    const { value } = await commit([cancelled('None', { Code: 'ConditionalCheckFailed', Item })]);

    expect(value).toEqual({
      outcome: 'condition-failed',
      failed: [
        {
          index: 0,
          item: {
            pk: 'apple',
            count: 1.5,
            open: false,
            none: null,
            list: [1, { a: 'b' }],
            names: new Set(['a']),
            numbers: new Set([1, 2]),
            bytes: new Uint8Array([0, 1]),
          },
        },
      ],
    });
  });

  it('names the action that DynamoDB found invalid', async () => {
    const { error } = await commit([cancelled('None', { Code: 'ValidationError', Message: 'wrong type' })]);

    expect(error).toMatchObject({ message: 'DynamoDB refused action 1 (Put) of the transaction: wrong type' });
  });

  it.each([
    [
      'an item above 400 KiB',
      [{ ...write, Put: { ...write.Put, Item: { pk: 'x', big: 'x'.repeat(409_600) } } }],
      /at most 409600 bytes.*table stock/,
    ],
    [
      'more than 4 MiB',
      Array.from({ length: 11 }, (_, n) => ({
        Put: { TableName: 'stock', Item: { pk: `${n}`, big: 'x'.repeat(390_000) } },
      })),
      /at most 4194304 bytes, got 42\d{5}/,
    ],
    [
      'two actions on one item',
      [write, { Delete: { TableName: 'stock', Key: { pk: 'apple' } } }],
      /at most once, got two actions on \{"pk":"apple"\} of table stock/,
    ],
  ])('refuses %s before it is sent', async (_case, writes, message) => {
    const { error, requests } = await commit([committed], { writes });

    expect(error).toMatchObject({ code: 'TRANSACTION_TOO_LARGE', message: expect.stringMatching(message) });
    expect(requests).toEqual([]);
  });
});
