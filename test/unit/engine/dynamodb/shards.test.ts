import { describe, expect, it } from 'vitest';
import { type OpenedDatabase, openDatabase } from './opened-database.ts';

type Table = 'orders' | 'lines';

const shardsOf = ({ database, streamArns }: OpenedDatabase, table: Table) =>
  database.streams.describeStream({ streamArn: streamArns[table] }).shards;

const iterator = (
  { database, streamArns }: OpenedDatabase,
  shardId: string,
  shardIteratorType: 'TRIM_HORIZON' | 'LATEST' = 'TRIM_HORIZON',
  table: Table = 'orders',
) => database.streams.getShardIterator({ streamArn: streamArns[table], shardId, shardIteratorType }).shardIterator;

/** Values of `n` of the records in a shard. */
const numbersIn = (opened: OpenedDatabase, shardId: string, table: Table = 'orders') =>
  opened.database.streams
    .getRecords({ shardIterator: iterator(opened, shardId, 'TRIM_HORIZON', table) })
    .records.map(({ dynamodb }) => dynamodb.newImage?.['n']);

const put = ({ database }: OpenedDatabase, n: number) =>
  database.putItem({ tableName: 'orders', item: { pk: `order-${n % 10}`, n } });
const DAY = 86_400_000;
const only = (shards: ReturnType<typeof shardsOf>) => shards[0]?.shardId as string;

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html: shards. */
describe('shards', () => {
  it('split in two, and every item goes on in one of the children', () => {
    const opened = openDatabase();
    for (let n = 0; n < 10; n++) put(opened, n);
    const parent = only(shardsOf(opened, 'orders'));

    opened.database.streams.splitShard({ streamArn: opened.streamArns.orders, shardId: parent });
    for (let n = 10; n < 30; n++) put(opened, n);

    const [, left, right] = shardsOf(opened, 'orders');
    expect(left?.parentShardId).toBe(parent);
    expect(right?.parentShardId).toBe(parent);
    expect(numbersIn(opened, parent)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const [lefts, rights] = [left, right].map((shard) => numbersIn(opened, shard?.shardId as string) as number[]);
    expect([...(lefts ?? []), ...(rights ?? [])].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 10),
    );
    const keysOf = (numbers: readonly number[] = []) => new Set(numbers.map((n) => n % 10));
    expect([...keysOf(lefts)].filter((key) => keysOf(rights).has(key))).toEqual([]);
    expect(keysOf(lefts).size).toBeGreaterThan(0);
    expect(keysOf(rights).size).toBeGreaterThan(0);
  });

  it('can part the items of one hot partition key', () => {
    const opened = openDatabase();
    const line = (sk: string, n: number) => opened.database.putItem({ tableName: 'lines', item: { pk: 'hot', sk, n } });
    line('1', 1);

    opened.database.streams.splitShard({
      streamArn: opened.streamArns.lines,
      shardId: only(shardsOf(opened, 'lines')),
      at: { pk: 'hot', sk: '5' },
    });
    line('4', 4);
    line('5', 5);

    const [, lower, upper] = shardsOf(opened, 'lines');
    expect(numbersIn(opened, lower?.shardId as string, 'lines')).toEqual([4]);
    expect(numbersIn(opened, upper?.shardId as string, 'lines')).toEqual([5]);
  });

  it('are replaced by one child', () => {
    const opened = openDatabase();
    put(opened, 1);
    const parent = only(shardsOf(opened, 'orders'));

    opened.database.streams.replaceShard({ streamArn: opened.streamArns.orders, shardId: parent });
    put(opened, 2);

    const [closed, child] = shardsOf(opened, 'orders');
    expect(closed?.sequenceNumberRange.endingSequenceNumber).toBeDefined();
    expect(child).toMatchObject({ parentShardId: parent });
    expect(child?.sequenceNumberRange.endingSequenceNumber).toBeUndefined();
    expect(numbersIn(opened, child?.shardId as string)).toEqual([2]);
  });

  it('end: an iterator of a closed shard that was read to its end has no next one', () => {
    const opened = openDatabase();
    put(opened, 1);
    const shardId = only(shardsOf(opened, 'orders'));
    const { streams } = opened.database;
    const open = streams.getRecords({ shardIterator: iterator(opened, shardId) });
    expect(open.nextShardIterator).toBeDefined();

    streams.replaceShard({ streamArn: opened.streamArns.orders, shardId });

    const end = streams.getRecords({ shardIterator: open.nextShardIterator as string });
    expect(end).toEqual({ records: [] });
  });

  it.each([
    [
      'a shard that is closed',
      (opened: OpenedDatabase, shardId: string) => {
        opened.database.streams.replaceShard({ streamArn: opened.streamArns.orders, shardId });
        return { shardId };
      },
    ],
    ['a shard that does not exist', () => ({ shardId: 'shard-none' })],
  ])('rejects to split %s', (_case, target) => {
    const opened = openDatabase();
    const { shardId } = target(opened, only(shardsOf(opened, 'orders')));

    expect(() => opened.database.streams.splitShard({ streamArn: opened.streamArns.orders, shardId })).toThrow(
      expect.objectContaining({ code: 'ValidationException', message: expect.stringContaining('no open shard') }),
    );
  });
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html */
describe('records', () => {
  it('are kept for 24 hours and then trimmed', () => {
    const opened = openDatabase();
    put(opened, 1);
    opened.advance(1);
    put(opened, 2);
    const shardId = only(shardsOf(opened, 'orders'));

    opened.advance(DAY - 2);
    expect(numbersIn(opened, shardId)).toEqual([1, 2]);
    opened.advance(1);
    expect(numbersIn(opened, shardId)).toEqual([2]);
  });

  it('that are trimmed answer a sequence number or an iterator with TrimmedDataAccessException', () => {
    const opened = openDatabase();
    put(opened, 1);
    const { streams } = opened.database;
    const shardId = only(shardsOf(opened, 'orders'));
    const [record] = streams.getRecords({ shardIterator: iterator(opened, shardId) }).records;
    opened.advance(DAY - 60_000);
    const beforeTrimming = iterator(opened, shardId);
    opened.advance(60_000);

    const trimmed = expect.objectContaining({ code: 'TrimmedDataAccessException' });
    expect(() => streams.getRecords({ shardIterator: beforeTrimming })).toThrow(trimmed);
    for (const shardIteratorType of ['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER'] as const) {
      expect(() =>
        streams.getShardIterator({
          streamArn: opened.streamArns.orders,
          shardId,
          shardIteratorType,
          sequenceNumber: record?.dynamodb.sequenceNumber as string,
        }),
      ).toThrow(trimmed);
    }
  });

  it('of a closed shard are gone with their shard a day after both', () => {
    const opened = openDatabase();
    put(opened, 1);
    opened.database.streams.replaceShard({
      streamArn: opened.streamArns.orders,
      shardId: only(shardsOf(opened, 'orders')),
    });

    opened.advance(DAY - 1);
    expect(shardsOf(opened, 'orders')).toHaveLength(2);
    opened.advance(1);
    expect(shardsOf(opened, 'orders')).toHaveLength(1);
  });

  it('begin after the last one for LATEST, and at or after the one that is named', () => {
    const opened = openDatabase();
    const { streams } = opened.database;
    const shardId = only(shardsOf(opened, 'orders'));
    put(opened, 1);
    put(opened, 2);
    const latest = iterator(opened, shardId, 'LATEST');
    put(opened, 3);
    const [, second] = streams.getRecords({ shardIterator: iterator(opened, shardId) }).records;
    const from = (shardIteratorType: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER') =>
      streams.getShardIterator({
        streamArn: opened.streamArns.orders,
        shardId,
        shardIteratorType,
        sequenceNumber: second?.dynamodb.sequenceNumber as string,
      }).shardIterator;
    const numbers = (shardIterator: string) => {
      opened.advance(1_000);
      return streams.getRecords({ shardIterator }).records.map(({ dynamodb }) => dynamodb.newImage?.['n']);
    };

    expect(numbers(latest)).toEqual([3]);
    expect(numbers(from('AT_SEQUENCE_NUMBER'))).toEqual([2, 3]);
    expect(numbers(from('AFTER_SEQUENCE_NUMBER'))).toEqual([3]);
  });

  it('come in pages of the limit, and of a megabyte', () => {
    const opened = openDatabase();
    const { streams } = opened.database;
    for (let n = 0; n < 5; n++) {
      opened.database.putItem({ tableName: 'orders', item: { pk: 'a', n, body: 'x'.repeat(300_000) } });
    }
    const shardId = only(shardsOf(opened, 'orders'));

    expect(streams.getRecords({ shardIterator: iterator(opened, shardId), limit: 1 }).records).toHaveLength(1);
    // 0.3 MB, then 0.6 MB each with both images.
    expect(streams.getRecords({ shardIterator: iterator(opened, shardId) }).records).toHaveLength(2);
    expect(() => streams.getRecords({ shardIterator: iterator(opened, shardId), limit: 1001 })).toThrow(
      expect.objectContaining({ code: 'ValidationException' }),
    );
  });
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html: errors. */
describe('iterators', () => {
  it('expire 15 minutes after they were given out', () => {
    const opened = openDatabase();
    const { streams } = opened.database;
    const first = iterator(opened, only(shardsOf(opened, 'orders')));

    opened.advance(899_999);
    const { nextShardIterator } = streams.getRecords({ shardIterator: first });
    opened.advance(1);
    expect(() => streams.getRecords({ shardIterator: first })).toThrow(
      expect.objectContaining({ code: 'ExpiredIteratorException' }),
    );
    expect(streams.getRecords({ shardIterator: nextShardIterator as string }).records).toEqual([]);
  });

  it('serve two readers of a shard at a time, and refuse a third', () => {
    const opened = openDatabase();
    const { streams } = opened.database;
    const [one, two, three] = Array.from({ length: 3 }, () => iterator(opened, only(shardsOf(opened, 'orders'))));
    streams.getRecords({ shardIterator: one as string });
    streams.getRecords({ shardIterator: two as string });
    streams.getRecords({ shardIterator: one as string });

    expect(() => streams.getRecords({ shardIterator: three as string })).toThrow(
      expect.objectContaining({ code: 'LimitExceededException' }),
    );
    opened.advance(1_000);
    expect(streams.getRecords({ shardIterator: three as string }).records).toEqual([]);
  });

  it('reject what no stream has given out', () => {
    expect(() => openDatabase().database.streams.getRecords({ shardIterator: 'nonsense' })).toThrow(
      expect.objectContaining({ code: 'ValidationException' }),
    );
  });
});
