import { describe, expect, it } from 'vitest';
import type { DynamoDb } from '../../../../embedded/engine/dynamodb/dynamodb.ts';
import type { StreamRecord } from '../../../../embedded/engine/dynamodb/stream-record.ts';
import { openDatabase } from './opened-database.ts';

/** Everything in a stream, shard by shard. */
function recordsOf({ streams }: DynamoDb, streamArn: string): readonly StreamRecord[] {
  return streams.describeStream({ streamArn }).shards.flatMap(({ shardId }) => {
    const { shardIterator } = streams.getShardIterator({ streamArn, shardId, shardIteratorType: 'TRIM_HORIZON' });
    return streams.getRecords({ shardIterator }).records;
  });
}

const imagesOf = (records: readonly StreamRecord[]) =>
  records.map(({ eventName, dynamodb }) => [eventName, dynamodb.oldImage, dynamodb.newImage]);

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
describe('a stream', () => {
  it('has one record for each change, with the item before and after it', () => {
    const { database, streamArns } = openDatabase();
    database.putItem({ tableName: 'orders', item: { pk: 'a', n: 1 } });
    database.updateItem({
      tableName: 'orders',
      key: { pk: 'a' },
      updateExpression: 'SET n = :two',
      expressionAttributeValues: { ':two': 2 },
    });
    database.deleteItem({ tableName: 'orders', key: { pk: 'a' } });

    expect(imagesOf(recordsOf(database, streamArns.orders))).toEqual([
      ['INSERT', undefined, { pk: 'a', n: 1 }],
      ['MODIFY', { pk: 'a', n: 1 }, { pk: 'a', n: 2 }],
      ['REMOVE', { pk: 'a', n: 2 }, undefined],
    ]);
  });

  it.each([
    ['KEYS_ONLY', undefined, undefined],
    ['NEW_IMAGE', undefined, { pk: 'a', n: 2 }],
    ['OLD_IMAGE', { pk: 'a', n: 1 }, undefined],
    ['NEW_AND_OLD_IMAGES', { pk: 'a', n: 1 }, { pk: 'a', n: 2 }],
  ] as const)('shows by %s what its view type says', (viewType, oldImage, newImage) => {
    const { database, streamArns } = openDatabase({ viewType });
    database.putItem({ tableName: 'orders', item: { pk: 'a', n: 1 } });
    database.putItem({ tableName: 'orders', item: { pk: 'a', n: 2 } });

    const [, modified] = recordsOf(database, streamArns.orders);

    expect(modified?.dynamodb).toMatchObject({ keys: { pk: 'a' }, streamViewType: viewType });
    expect([modified?.dynamodb.oldImage, modified?.dynamodb.newImage]).toEqual([oldImage, newImage]);
  });

  it('has no record when a write changes nothing', () => {
    const { database, streamArns } = openDatabase();
    const item = { pk: 'a', tags: new Set(['x', 'y']), map: { deep: [1, Uint8Array.of(1)] } };
    database.putItem({ tableName: 'orders', item });
    database.putItem({ tableName: 'orders', item: { ...item, tags: new Set(['y', 'x']) } });
    database.updateItem({ tableName: 'orders', key: { pk: 'a' }, updateExpression: 'REMOVE absent' });
    database.deleteItem({ tableName: 'orders', key: { pk: 'never' } });
    database.transactWriteItems({
      transactItems: [
        { conditionCheck: { tableName: 'orders', key: { pk: 'a' }, conditionExpression: 'attribute_exists(pk)' } },
      ],
    });

    expect(recordsOf(database, streamArns.orders)).toHaveLength(1);
  });

  it('has nothing of a write that failed', () => {
    const { database, streamArns } = openDatabase();
    const failing = { put: { tableName: 'orders', item: { pk: 'b' }, conditionExpression: 'attribute_exists(pk)' } };

    expect(() =>
      database.transactWriteItems({ transactItems: [{ put: { tableName: 'orders', item: { pk: 'a' } } }, failing] }),
    ).toThrow();
    expect(recordsOf(database, streamArns.orders)).toEqual([]);
  });

  it('belongs to its table: a deleted table can be read on for a day, and a new one has another stream', () => {
    const { database, streamArns, advance } = openDatabase();
    database.putItem({ tableName: 'orders', item: { pk: 'a' } });

    database.deleteTable({ tableName: 'orders' });
    const { latestStreamArn } = database.createTable({
      tableName: 'orders',
      keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
      attributeDefinitions: [{ attributeName: 'pk', attributeType: 'S' }],
      streamSpecification: { streamEnabled: true, streamViewType: 'KEYS_ONLY' },
    });

    expect(latestStreamArn).not.toBe(streamArns.orders);
    expect(database.streams.describeStream({ streamArn: streamArns.orders }).streamStatus).toBe('DISABLED');
    expect(recordsOf(database, streamArns.orders)).toHaveLength(1);
    advance(86_400_000);
    expect(recordsOf(database, streamArns.orders)).toEqual([]);
  });

  it('rejects a stream that does not exist', () => {
    expect(() => openDatabase().database.streams.describeStream({ streamArn: 'arn:none' })).toThrow(
      expect.objectContaining({ code: 'ResourceNotFoundException' }),
    );
  });
});
