import { describe, expect, it } from 'vitest';
import { epochMillis, toEpochSeconds } from '../../../../contracts/time.ts';
import type { BusinessWrite, TransactionRequest } from '../../../../lambdas/runtime/ports/index.ts';
import { InMemoryDatabase } from '../../../../testing/in-memory/in-memory-database.ts';
import {
  type InMemoryExpressions,
  InMemoryTransactionStore,
} from '../../../../testing/in-memory/in-memory-transaction-store.ts';

const put = (pk: string, condition?: string): BusinessWrite => ({
  Put: { TableName: 'orders', Item: { pk }, ...(condition !== undefined && { ConditionExpression: condition }) },
});

const requestOf = (...writes: readonly BusinessWrite[]): TransactionRequest => ({
  marker: { kind: 'insert', key: 'k', fingerprint: 'f', expiresAt: toEpochSeconds(epochMillis(0)) },
  writes,
  entries: [],
  token: 'token',
});

const open = (expressions?: InMemoryExpressions) => {
  const database = new InMemoryDatabase({ orders: ['pk'] });
  return { database, store: new InMemoryTransactionStore(database, expressions) };
};

// What a transaction promises is tested by the conformance suites; here is what only the fake does.
describe('InMemoryTransactionStore', () => {
  it('fails on a condition that it is not told how to judge, and stores nothing', async () => {
    const { database, store } = open();

    await expect(store.commit(requestOf(put('1'), put('2', 'stock > :zero')))).rejects.toThrow(
      'InMemoryTransactionStore evaluates no conditions; give conditionHolds for Put "stock > :zero"',
    );
    expect(database.items('orders')).toEqual([]);
    expect(database.markers.size).toBe(0);
  });

  it('fails on an update that it is not told how to make, and stores nothing', async () => {
    const { database, store } = open();
    const update = { Update: { TableName: 'orders', Key: { pk: '2' }, UpdateExpression: 'SET a = :a' } };

    await expect(store.commit(requestOf(put('1'), update))).rejects.toThrow(
      /evaluates no updates; give updated for "SET a = :a"/,
    );
    expect(database.items('orders')).toEqual([]);
  });

  it('judges a condition by the item as it is', async () => {
    const { store } = open({ conditionHolds: (_write, item) => item === undefined });
    await store.commit(requestOf(put('1')));

    const again = { ...requestOf(put('1', 'attribute_not_exists(pk)')), marker: { ...requestOf().marker, key: 'k2' } };

    expect(await store.commit(again as TransactionRequest)).toEqual({
      outcome: 'condition-failed',
      failed: [{ index: 0, item: { pk: '1' } }],
    });
  });

  it('fails on a table whose key it does not know', async () => {
    const { store } = open();

    await expect(store.commit(requestOf({ Put: { TableName: 'stock', Item: { pk: '1' } } }))).rejects.toThrow(
      'table stock is unknown; name its key attributes in the InMemoryDatabase',
    );
  });

  it('rejects two actions on one item with TRANSACTION_TOO_LARGE', async () => {
    const { store } = open();

    await expect(store.commit(requestOf(put('1'), put('1')))).rejects.toMatchObject({ code: 'TRANSACTION_TOO_LARGE' });
  });
});
