import { describe, expect, it } from 'vitest';
import type { TransactWriteItem } from '../../../../embedded/engine/dynamodb/transact-write.ts';
import { openDatabase } from './opened-database.ts';

const put = (pk: string, n = 0): TransactWriteItem => ({ put: { tableName: 'orders', item: { pk, n } } });
const add = (pk: string): TransactWriteItem => ({
  update: {
    tableName: 'orders',
    key: { pk },
    updateExpression: 'ADD n :one',
    expressionAttributeValues: { ':one': 1 },
  },
});
const item = (pk: string) => ({ tableName: 'orders', key: { pk }, consistentRead: true });

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html: conflict handling. */
describe('while a transaction is ongoing', () => {
  it('another transaction on one of its items is cancelled with a conflict for that item', () => {
    const { database } = openDatabase();
    const ongoing = database.beginTransactWriteItems({ transactItems: [put('a', 1), put('b', 1)] });

    expect(() => database.transactWriteItems({ transactItems: [put('x'), put('b', 2)] })).toThrow(
      expect.objectContaining({
        code: 'TransactionCanceledException',
        cancellationReasons: [{ code: 'None' }, expect.objectContaining({ code: 'TransactionConflict' })],
      }),
    );
    expect(database.getItem(item('x')).item).toBeUndefined();

    ongoing.commit();
    expect(database.getItem(item('b')).item).toEqual({ pk: 'b', n: 1 });
  });

  it('single writes of its items fail with TransactionConflictException, and others pass', () => {
    const { database } = openDatabase();
    const ongoing = database.beginTransactWriteItems({
      transactItems: [
        put('a'),
        { conditionCheck: { tableName: 'orders', key: { pk: 'c' }, conditionExpression: 'attribute_not_exists(pk)' } },
      ],
    });

    const conflict = expect.objectContaining({ code: 'TransactionConflictException' });
    expect(() => database.putItem({ tableName: 'orders', item: { pk: 'a' } })).toThrow(conflict);
    expect(() => database.updateItem({ tableName: 'orders', key: { pk: 'a' } })).toThrow(conflict);
    expect(() => database.deleteItem({ tableName: 'orders', key: { pk: 'c' } })).toThrow(conflict);
    database.putItem({ tableName: 'orders', item: { pk: 'other' } });

    ongoing.rollback();
    database.putItem({ tableName: 'orders', item: { pk: 'a' } });
  });

  it('reads see the items as they were, and transactional reads are cancelled', () => {
    const { database } = openDatabase();
    database.putItem({ tableName: 'orders', item: { pk: 'a', n: 1 } });
    const ongoing = database.beginTransactWriteItems({ transactItems: [put('a', 2)] });

    expect(database.getItem(item('a')).item).toEqual({ pk: 'a', n: 1 });
    expect(() =>
      database.transactGetItems({ transactItems: [{ get: { tableName: 'orders', key: { pk: 'a' } } }] }),
    ).toThrow(expect.objectContaining({ cancellationReasons: [{ code: 'TransactionConflict' }] }));

    ongoing.commit();
    const { responses } = database.transactGetItems({
      transactItems: [{ get: { tableName: 'orders', key: { pk: 'a' } } }],
    });
    expect(responses).toEqual([{ item: { pk: 'a', n: 2 } }]);
  });

  it('cannot be ended twice', () => {
    const ongoing = openDatabase().database.beginTransactWriteItems({ transactItems: [put('a')] });
    ongoing.commit();

    expect(() => ongoing.rollback()).toThrow('has been committed or rolled back before');
  });
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html: ClientRequestToken. */
describe('a client request token', () => {
  const transfer = { transactItems: [add('a'), put('log')], clientRequestToken: 't' };

  it('makes repeats harmless for ten minutes after completion, and not a moment longer', () => {
    const { database, advance } = openDatabase();
    database.transactWriteItems(transfer);

    advance(599_999);
    database.transactWriteItems(transfer);
    expect(database.getItem(item('a')).item).toEqual({ pk: 'a', n: 1 });

    advance(1);
    database.transactWriteItems(transfer);
    expect(database.getItem(item('a')).item).toEqual({ pk: 'a', n: 2 });
  });

  it('counts its minutes from completion, and answers a repeat before that with TransactionInProgressException', () => {
    const { database, advance } = openDatabase();
    const ongoing = database.beginTransactWriteItems(transfer);
    advance(3_600_000);

    expect(() => database.transactWriteItems(transfer)).toThrow(
      expect.objectContaining({ code: 'TransactionInProgressException' }),
    );

    ongoing.commit();
    advance(599_999);
    database.transactWriteItems(transfer);
    expect(database.getItem(item('a')).item).toEqual({ pk: 'a', n: 1 });
  });

  it('is unused after a transaction that was rolled back', () => {
    const { database } = openDatabase();
    database.beginTransactWriteItems(transfer).rollback();

    database.transactWriteItems(transfer);

    expect(database.getItem(item('a')).item).toEqual({ pk: 'a', n: 1 });
  });

  it('tells sets and binaries of another content apart', () => {
    const { database } = openDatabase();
    const withTags = (tags: ReadonlySet<string>) => ({
      transactItems: [{ put: { tableName: 'orders', item: { pk: 'a', tags, bytes: Uint8Array.of(1) } } }],
      clientRequestToken: 't',
    });
    database.transactWriteItems(withTags(new Set(['x'])));

    database.transactWriteItems(withTags(new Set(['x'])));
    expect(() => database.transactWriteItems(withTags(new Set(['y'])))).toThrow(
      expect.objectContaining({ code: 'IdempotentParameterMismatchException' }),
    );
  });

  it.each(['', 'x'.repeat(37)])('rejects %j: it has 1 to 36 characters', (clientRequestToken) => {
    expect(() => openDatabase().database.transactWriteItems({ ...transfer, clientRequestToken })).toThrow(
      expect.objectContaining({ code: 'ValidationException', message: expect.stringContaining('1 to 36') }),
    );
  });

  it('costs a repeat reads in place of writes', () => {
    const { database } = openDatabase();
    const asked = { ...transfer, returnConsumedCapacity: 'TOTAL' } as const;

    expect(database.transactWriteItems(asked).consumedCapacity).toEqual([
      { tableName: 'orders', capacityUnits: 4, writeCapacityUnits: 4 },
    ]);
    expect(database.transactWriteItems(asked).consumedCapacity).toEqual([
      { tableName: 'orders', capacityUnits: 4, readCapacityUnits: 4 },
    ]);
  });
});

describe('limits of a transaction', () => {
  /** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html: 4 MB. */
  it('are 4 MB for all items together', () => {
    const { database } = openDatabase();
    const puts = (bodyLength: number) =>
      Array.from({ length: 11 }, (_, index) => ({
        put: { tableName: 'orders', item: { pk: String(index).padStart(4, '0'), body: 'x'.repeat(bodyLength) } },
      }));
    // Each item has 10 bytes beside its body: 11 * 381_300 is the last below 4 * 1024 * 1024.
    database.transactWriteItems({ transactItems: puts(381_290) });

    expect(() => database.transactWriteItems({ transactItems: puts(381_291) })).toThrow(
      expect.objectContaining({ code: 'ValidationException', message: expect.stringContaining('4194304') }),
    );
  });

  it('rejects no action at all', () => {
    expect(() => openDatabase().database.transactWriteItems({ transactItems: [] })).toThrow(
      expect.objectContaining({ code: 'ValidationException' }),
    );
  });

  it('cancels for an item that grows above 400 KB, with a reason', () => {
    const { database } = openDatabase();
    database.putItem({ tableName: 'orders', item: { pk: 'a', body: 'x'.repeat(400_000) } });
    const grow = {
      update: {
        tableName: 'orders',
        key: { pk: 'a' },
        updateExpression: 'SET more = :more',
        expressionAttributeValues: { ':more': 'x'.repeat(10_000) },
      },
    };

    expect(() => database.transactWriteItems({ transactItems: [grow] })).toThrow(
      expect.objectContaining({
        cancellationReasons: [
          { code: 'ValidationError', message: 'Item size to update has exceeded the maximum allowed size' },
        ],
      }),
    );
  });
});
