import { describe, expect, it } from 'vitest';
import { openDatabase } from './opened-database.ts';

const HOUR = 3_600_000;
/** In an hour of the virtual clock's start, in epoch seconds. */
const IN_AN_HOUR = 1_767_229_200;

function openExpiring(delayMs?: number) {
  const opened = openDatabase(delayMs === undefined ? {} : { timeToLiveDelayMs: () => delayMs });
  opened.database.updateTimeToLive({
    tableName: 'orders',
    timeToLiveSpecification: { enabled: true, attributeName: 'expiresAt' },
  });
  const read = () => opened.database.getItem({ tableName: 'orders', key: { pk: 'a' } }).item;
  return { ...opened, read };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html */
describe('time to live', () => {
  it('deletes an item some time after it has expired, and says when', () => {
    const { database, advance, clock, read } = openExpiring(HOUR);
    const start = clock.now();
    database.putItem({ tableName: 'orders', item: { pk: 'a', expiresAt: IN_AN_HOUR } });

    expect(database.nextChangeAt()).toBe(start + 2 * HOUR);
    advance(2 * HOUR - 1);
    expect(read()).toBeDefined();
    advance(1);
    expect(read()).toBeUndefined();
    expect(database.nextChangeAt()).toBeUndefined();
  });

  it('may be days late, by the random source', () => {
    const dueHours = [1, 2, 3, 4, 5].map((seed) => {
      const { database, clock } = openDatabase({ seed });
      database.updateTimeToLive({
        tableName: 'orders',
        timeToLiveSpecification: { enabled: true, attributeName: 'expiresAt' },
      });
      database.putItem({ tableName: 'orders', item: { pk: 'a', expiresAt: IN_AN_HOUR } });
      return ((database.nextChangeAt() as number) - clock.now()) / HOUR;
    });

    expect(new Set(dueHours).size).toBe(5);
    expect(Math.min(...dueHours)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...dueHours)).toBeGreaterThan(12);
    expect(Math.max(...dueHours)).toBeLessThan(49);
  });

  it('leaves expired items readable and conditionable until it has deleted them', () => {
    const { database, advance } = openExpiring(24 * HOUR);
    database.putItem({ tableName: 'orders', item: { pk: 'a', expiresAt: IN_AN_HOUR } });
    advance(2 * HOUR);

    expect(() =>
      database.putItem({ tableName: 'orders', item: { pk: 'a' }, conditionExpression: 'attribute_not_exists(pk)' }),
    ).toThrow(expect.objectContaining({ code: 'ConditionalCheckFailedException' }));
  });

  it('puts a removal by the service into the stream', () => {
    const { database, advance, streamArns } = openExpiring(0);
    database.putItem({ tableName: 'orders', item: { pk: 'a', expiresAt: IN_AN_HOUR } });
    advance(HOUR);

    const { streams } = database;
    const [shard] = streams.describeStream({ streamArn: streamArns.orders }).shards;
    const { shardIterator } = streams.getShardIterator({
      streamArn: streamArns.orders,
      shardId: shard?.shardId as string,
      shardIteratorType: 'TRIM_HORIZON',
    });

    expect(streams.getRecords({ shardIterator }).records).toMatchObject([
      { eventName: 'INSERT' },
      { eventName: 'REMOVE', userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } },
    ]);
  });

  it('goes by the item as it is: a later expiry or none counts', () => {
    const { database, advance, read } = openExpiring(0);
    database.putItem({ tableName: 'orders', item: { pk: 'a', expiresAt: IN_AN_HOUR } });
    database.putItem({ tableName: 'orders', item: { pk: 'a' } });

    expect(database.nextChangeAt()).toBeUndefined();
    advance(100 * HOUR);
    expect(read()).toEqual({ pk: 'a' });
  });

  it.each([
    ['a text', '1'],
    ['more than five years ago', 1_600_000_000],
  ])('ignores an expiry that is %s', (_case, expiresAt) => {
    const { database } = openExpiring(0);
    database.putItem({ tableName: 'orders', item: { pk: 'a', expiresAt } });

    expect(database.nextChangeAt()).toBeUndefined();
  });

  it('takes up items that were there before it was enabled, and stops when it is disabled', () => {
    const { database, clock } = openDatabase({ timeToLiveDelayMs: () => 0 });
    const enable = (enabled: boolean) =>
      database.updateTimeToLive({
        tableName: 'orders',
        timeToLiveSpecification: { enabled, attributeName: 'expiresAt' },
      });
    database.putItem({ tableName: 'orders', item: { pk: 'a', expiresAt: IN_AN_HOUR } });

    enable(true);
    expect(database.nextChangeAt()).toBe(clock.now() + HOUR);
    expect(() => enable(true)).toThrow(expect.objectContaining({ code: 'ValidationException' }));
    enable(false);
    expect(database.nextChangeAt()).toBeUndefined();
  });

  it('waits for a transaction that holds an item', () => {
    const { database, advance, read } = openExpiring(0);
    database.putItem({ tableName: 'orders', item: { pk: 'a', expiresAt: IN_AN_HOUR } });
    const ongoing = database.beginTransactWriteItems({
      transactItems: [{ update: { tableName: 'orders', key: { pk: 'a' }, updateExpression: 'REMOVE expiresAt' } }],
    });
    advance(2 * HOUR);
    expect(read()).toBeDefined();

    ongoing.commit();

    expect(read()).toEqual({ pk: 'a' });
  });
});
