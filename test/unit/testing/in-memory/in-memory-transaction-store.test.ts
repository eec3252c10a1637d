import { describe, expect, it } from 'vitest';
import { epochMillis, toEpochSeconds } from '../../../../contracts/time.ts';
import type { BusinessWrite, TransactionRequest } from '../../../../lambdas/runtime/ports/index.ts';
import { InMemoryDatabase } from '../../../../testing/in-memory/in-memory-database.ts';
import { InMemoryTransactionStore } from '../../../../testing/in-memory/in-memory-transaction-store.ts';

const put = (pk: string, condition?: string): BusinessWrite => ({
  Put: { TableName: 'orders', Item: { pk }, ...(condition !== undefined && { ConditionExpression: condition }) },
});

const requestOf = (...writes: readonly BusinessWrite[]): TransactionRequest => ({
  marker: { kind: 'insert', key: 'k', fingerprint: 'f', expiresAt: toEpochSeconds(epochMillis(0)) },
  writes,
  entries: [],
  token: 'token',
});

const open = () => {
  const database = new InMemoryDatabase({ orders: ['pk'] });
  return { database, store: new InMemoryTransactionStore(database) };
};

// What a transaction promises is tested by the conformance suites; here is what only the fake does.
describe('InMemoryTransactionStore', () => {
  it('fails on an expression that DynamoDB would refuse, and stores nothing', async () => {
    const { database, store } = open();
    const update = { Update: { TableName: 'orders', Key: { pk: '2' }, UpdateExpression: 'SET a = :a' } };

    await expect(store.commit(requestOf(put('1'), put('2', 'size >')))).rejects.toMatchObject({
      code: 'ValidationException',
    });
    await expect(store.commit(requestOf(put('1'), update))).rejects.toThrow(/:a/);
    expect(database.items('orders')).toEqual([]);
    expect(database.markers.size).toBe(0);
  });

  it('judges a condition by the item as it is', async () => {
    const { store } = open();
    await store.commit(requestOf(put('1')));

    const again = { ...requestOf(put('1', 'attribute_not_exists(pk)')), marker: { ...requestOf().marker, key: 'k2' } };

    expect(await store.commit({ ...again, token: 'another' } as TransactionRequest)).toEqual({
      outcome: 'condition-failed',
      failed: [{ index: 0, item: { pk: '1' } }],
    });
  });

  it('lists a transaction once that is repeated with its token', async () => {
    const { store } = open();

    await store.commit(requestOf(put('1')));

    expect(await store.commit(requestOf(put('1')))).toEqual({ outcome: 'committed' });
    expect(store.committed).toHaveLength(1);
  });

  it('rejects, to be retried, a transaction that overlaps another', async () => {
    const { database, store } = open();
    const ongoing = database.dynamoDb.beginTransactWriteItems({
      transactItems: [{ put: { tableName: 'orders', item: { pk: '1' } } }],
    });

    await expect(store.commit(requestOf(put('1')))).rejects.toMatchObject({ code: 'TRANSACTION_CONFLICT' });

    ongoing.commit();
    expect(await store.commit(requestOf(put('1')))).toEqual({ outcome: 'committed' });
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
