import { describe, expect, it } from 'vitest';
import { mappedStream } from './mapped-sources.ts';

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`);

/** https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html: batching behaviour. */
describe('batches of a stream', () => {
  it('follow the order of the writes', () => {
    const { put, run } = mappedStream({ BatchSize: 2 });
    put('a');
    put('b');
    put('c');

    expect(run()).toEqual(['a', 'b']);
    expect(run()).toEqual(['c']);
    expect(run()).toBeUndefined();
  });

  it('hold up to 100 records by default', () => {
    const { put, run } = mappedStream();
    for (const pk of numbered(150)) put(pk);

    expect(run()).toHaveLength(100);
    expect(run()).toHaveLength(50);
  });

  it('wait for their window to close, and say when that is', () => {
    const { put, run, mapping, advance, clock } = mappedStream({ MaximumBatchingWindowInSeconds: 5 });
    put('a');
    expect(run()).toBeUndefined();
    expect(mapping.nextChangeAt()).toBe(clock.now() + 5_000);

    advance(5_000);

    expect(run()).toEqual(['a']);
  });

  it('are out one at a time for a shard, so that its order is kept', () => {
    const { put, mapping, run } = mappedStream({ BatchSize: 1 });
    put('a');
    put('b');
    const first = mapping.poll();

    expect(mapping.poll()).toBeUndefined();
    mapping.settle(first as never, { outcome: 'success', payload: '' });
    expect(run()).toEqual(['b']);
  });

  it("carry records in DynamoDB's JSON, as JSON of their own", () => {
    const { database, mapping, streamArns } = mappedStream();
    database.putItem({
      tableName: 'orders',
      item: {
        pk: 'a',
        n: 1.5,
        yes: true,
        nothing: null,
        list: ['x', { y: 1 }],
        texts: new Set(['t']),
        numbers: new Set([1]),
        bytes: Uint8Array.of(1, 2),
        binaries: new Set([Uint8Array.of(3)]),
      },
    });

    expect(JSON.parse(mapping.poll()?.payload ?? '')).toEqual({
      Records: [
        {
          eventID: expect.any(String),
          eventName: 'INSERT',
          eventVersion: '1.1',
          eventSource: 'aws:dynamodb',
          awsRegion: 'us-east-1',
          dynamodb: {
            ApproximateCreationDateTime: 1_767_225_600,
            Keys: { pk: { S: 'a' } },
            NewImage: {
              pk: { S: 'a' },
              n: { N: '1.5' },
              yes: { BOOL: true },
              nothing: { NULL: true },
              list: { L: [{ S: 'x' }, { M: { y: { N: '1' } } }] },
              texts: { SS: ['t'] },
              numbers: { NS: ['1'] },
              bytes: { B: 'AQI=' },
              binaries: { BS: ['Aw=='] },
            },
            SequenceNumber: expect.stringMatching(/^\d{21}$/),
            SizeBytes: expect.any(Number),
            StreamViewType: 'NEW_AND_OLD_IMAGES',
          },
          eventSourceARN: streamArns.orders,
        },
      ],
    });
  });

  /** https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html: streams skip what does not match. */
  it('hold what matches the filter, and skip the rest', () => {
    const { put, database, run } = mappedStream({
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"n":{"N":["1"]}}}}' }] },
    });
    put('a', 1);
    put('b', 2);
    put('a', 3);
    database.deleteItem({ tableName: 'orders', key: { pk: 'a' } });
    put('c', 1);

    expect(run()).toEqual(['a', 'c']);
    expect(run()).toBeUndefined();
  });
});

/** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html: parallelization factor. */
describe('a parallelization factor', () => {
  it('lets as many batches of a shard run, each key in one of them', () => {
    const { put, mapping, clock } = mappedStream({ ParallelizationFactor: 4, BatchSize: 100 });
    for (const pk of numbered(40)) put(pk);
    for (const pk of numbered(40)) put(pk, clock.now());
    const payloads: string[] = [];
    for (let batch = mapping.poll(); batch !== undefined; batch = mapping.poll()) payloads.push(batch.payload);

    const keys = payloads.map((payload) => [...payload.matchAll(/"Keys":\{"pk":\{"S":"(\w+)"/g)].map(([, key]) => key));
    expect(payloads).toHaveLength(4);
    expect(keys.flat()).toHaveLength(80);
    const lanesOf = (key: string) => keys.filter((lane) => lane.includes(key)).length;
    expect(numbered(40).map(lanesOf)).toEqual(Array(40).fill(1));
  });
});

/** https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html: StartingPosition. */
describe('a stream mapping starts', () => {
  it('with the oldest record for TRIM_HORIZON', () => {
    const { put, mapping, run, advance } = mappedStream({}, { startDelayMs: 60_000 });
    put('a');

    expect(run()).toBeUndefined();
    expect(mapping.nextChangeAt()).toBe(1_767_225_660_000);
    advance(60_000);
    expect(run()).toEqual(['a']);
  });

  it('with what is new for LATEST, which misses what is written while the mapping is being made', () => {
    const { put, run, advance } = mappedStream({ StartingPosition: 'LATEST' }, { startDelayMs: 60_000 });
    put('a');
    advance(60_000);
    expect(run()).toBeUndefined();

    put('b');
    advance(3_600_000);

    expect(run()).toEqual(['b']);
  });

  it('with all of a later shard, whatever the position', () => {
    const { database, streamArns, put, run, runAll } = mappedStream({ StartingPosition: 'LATEST' });
    expect(run()).toBeUndefined();
    put('a');
    const [shard] = database.streams.describeStream({ streamArn: streamArns.orders }).shards;
    database.streams.splitShard({ streamArn: streamArns.orders, shardId: shard?.shardId as string });
    for (const pk of numbered(20)) put(pk);

    expect(new Set(runAll())).toEqual(new Set(['a', ...numbered(20)]));
  });
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html: parents before their children. */
describe('a split shard', () => {
  it('is read to its end, failures included, before its children are', () => {
    const { database, streamArns, put, fail, run, runAll, advance } = mappedStream();
    put('a', 1);
    const [shard] = database.streams.describeStream({ streamArn: streamArns.orders }).shards;
    database.streams.splitShard({ streamArn: streamArns.orders, shardId: shard?.shardId as string });
    put('a', 2);
    for (const pk of numbered(20)) put(pk);

    expect(fail()).toEqual(['a']);
    expect(run()).toBeUndefined();
    advance(1_000);

    expect(run()).toEqual(['a']);
    expect(runAll().toSorted()).toEqual(['a', ...numbered(20)].toSorted());
  });
});
