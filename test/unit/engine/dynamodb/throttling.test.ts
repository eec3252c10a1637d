import { describe, expect, it } from 'vitest';
import { openDatabase } from './opened-database.ts';

const HOT = 'hot';
const throttling = () => openDatabase({ isThrottled: ({ key, isWrite }) => isWrite && key['pk'] === HOT });

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
describe('throttling', () => {
  it('refuses a single write', () => {
    expect(() => throttling().database.putItem({ tableName: 'orders', item: { pk: HOT } })).toThrow(
      expect.objectContaining({ code: 'ThrottlingException' }),
    );
  });

  it('refuses a read', () => {
    const { database } = openDatabase({ isThrottled: ({ isWrite }) => !isWrite });

    expect(() => database.getItem({ tableName: 'orders', key: { pk: HOT } })).toThrow(
      expect.objectContaining({ code: 'ThrottlingException' }),
    );
  });

  it('cancels a transaction with a reason for the item', () => {
    const { database } = throttling();

    expect(() =>
      database.transactWriteItems({
        transactItems: ['cold', HOT].map((pk) => ({ put: { tableName: 'orders', item: { pk } } })),
      }),
    ).toThrow(
      expect.objectContaining({
        cancellationReasons: [{ code: 'None' }, expect.objectContaining({ code: 'ThrottlingError' })],
      }),
    );
  });
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html: UnprocessedItems. */
describe('what a batch does not process', () => {
  const puts = (...keys: readonly string[]) => ({
    requestItems: { orders: keys.map((pk) => ({ putRequest: { item: { pk } } })) },
  });

  it('comes back for throttled items, the others are written', () => {
    const { database } = throttling();

    expect(database.batchWriteItem(puts('a', HOT, 'b'))).toEqual({
      unprocessedItems: { orders: [{ putRequest: { item: { pk: HOT } } }] },
    });
    expect(database.itemsOf('orders')).toEqual([{ pk: 'a' }, { pk: 'b' }]);
  });

  it('comes back for items that a transaction holds', () => {
    const { database } = openDatabase();
    database.beginTransactWriteItems({ transactItems: [{ put: { tableName: 'orders', item: { pk: 'a' } } }] });

    expect(database.batchWriteItem(puts('a', 'b')).unprocessedItems).toEqual({
      orders: [{ putRequest: { item: { pk: 'a' } } }],
    });
  });

  it('is an exception when it is everything', () => {
    expect(() => throttling().database.batchWriteItem(puts(HOT))).toThrow(
      expect.objectContaining({ code: 'ThrottlingException' }),
    );
  });
});
