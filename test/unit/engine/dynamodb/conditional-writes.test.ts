import { describe, expect, it } from 'vitest';
import { openDatabase } from './opened-database.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html */
describe('conditional writes', () => {
  it('create an item unless it exists', () => {
    const { database } = openDatabase();
    const put = { tableName: 'orders', item: { pk: 'a', n: 1 }, conditionExpression: 'attribute_not_exists(pk)' };

    database.putItem(put);

    expect(() => database.putItem(put)).toThrow(
      expect.objectContaining({ code: 'ConditionalCheckFailedException', message: 'The conditional request failed' }),
    );
  });

  it('show the item that made the condition fail, when asked (ReturnValuesOnConditionCheckFailure)', () => {
    const { database } = openDatabase();
    database.putItem({ tableName: 'orders', item: { pk: 'a', n: 1 } });
    const update = {
      tableName: 'orders',
      key: { pk: 'a' },
      updateExpression: 'SET n = n + :one',
      conditionExpression: 'n = :zero',
      expressionAttributeValues: { ':one': 1, ':zero': 0 },
    };

    expect(() => database.updateItem({ ...update, returnValuesOnConditionCheckFailure: 'ALL_OLD' })).toThrow(
      expect.objectContaining({ code: 'ConditionalCheckFailedException', item: { pk: 'a', n: 1 } }),
    );
    expect(() => database.updateItem(update)).toThrow(expect.objectContaining({ item: undefined }));
  });
});
