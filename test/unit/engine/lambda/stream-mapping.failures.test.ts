import { describe, expect, it } from 'vitest';
import { mappedStream } from './mapped-sources.ts';

const DAY_MS = 86_400_000;

/** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html and services-ddb-batchfailurereporting.html. */
describe('a batch that fails', () => {
  it('holds up those behind it, and is repeated with growing pauses for ever by default', () => {
    const { put, fail, run, mapping, advance, clock } = mappedStream({ BatchSize: 1 });
    put('a');
    put('b');
    const pauses: number[] = [];
    for (let tries = 0; tries < 8; tries++) {
      expect(fail()).toEqual(['a']);
      pauses.push(((mapping.nextChangeAt() as number) - clock.now()) / 1000);
      advance((pauses.at(-1) as number) * 1000);
    }

    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(run()).toEqual(['a']);
    expect(run()).toEqual(['b']);
  });

  it('goes on at the lowest sequence number that was reported', () => {
    const { put, run, advance } = mappedStream();
    for (const pk of ['a', 'b', 'c', 'd']) put(pk);

    expect(run('d', 'b')).toEqual(['a', 'b', 'c', 'd']);
    advance(1_000);
    expect(run()).toEqual(['b', 'c', 'd']);
  });

  it.each([
    ['an answer that is no JSON', '{oops'],
    ['an empty identifier', '{"batchItemFailures":[{"itemIdentifier":""}]}'],
    ['a null identifier', '{"batchItemFailures":[{"itemIdentifier":null}]}'],
    ['an identifier that is not in the batch', '{"batchItemFailures":[{"itemIdentifier":"1"}]}'],
  ])('as a whole, for %s, is repeated as a whole', (_case, payload) => {
    const { put, mapping, run, advance } = mappedStream();
    put('a');
    put('b');

    mapping.settle(mapping.poll() as never, { outcome: 'success', payload });

    advance(1_000);
    expect(run()).toEqual(['a', 'b']);
  });

  it.each(['', 'null', '{}', '{"batchItemFailures":null}', '{"batchItemFailures":[]}'])(
    'does not with the answer %j',
    (payload) => {
      const { put, mapping, run, advance } = mappedStream();
      put('a');
      mapping.settle(mapping.poll() as never, { outcome: 'success', payload });

      advance(60_000);
      expect(run()).toBeUndefined();
    },
  );

  it('is given up after its retries, which the destination is told without the records', () => {
    const { put, fail, run, notices, advance, streamArns } = mappedStream({ MaximumRetryAttempts: 2 });
    put('a');
    put('b');
    for (let tries = 0; tries < 3; tries++) {
      expect(notices).toEqual([]);
      expect(fail()).toEqual(['a', 'b']);
      advance(60_000);
    }

    expect(run()).toBeUndefined();
    expect(notices).toMatchObject([
      {
        requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
        DDBStreamBatchInfo: { batchSize: 2, streamArn: streamArns.orders },
      },
    ]);
    expect(JSON.stringify(notices)).not.toContain('NewImage');
    put('c');
    expect(run()).toEqual(['c']);
  });

  it('is halved when the mapping bisects, which takes none of its retries', () => {
    const { put, fail, run, notices, advance } = mappedStream({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 0,
    });
    for (const pk of ['a', 'b', 'c', 'd']) put(pk);
    const next = (call: typeof fail) => {
      advance(60_000);
      return call();
    };

    expect(next(fail)).toEqual(['a', 'b', 'c', 'd']);
    expect(next(fail)).toEqual(['a', 'b']);
    expect(next(fail)).toEqual(['a']);
    expect(notices).toHaveLength(1);
    expect(next(run)).toEqual(['b']);
    expect(next(run)).toEqual(['c', 'd']);
  });

  it('is given up record by record when they grow too old', () => {
    const { put, fail, run, notices, advance } = mappedStream({ MaximumRecordAgeInSeconds: 120 });
    put('a');
    advance(60_000);
    put('b');
    expect(fail()).toEqual(['a', 'b']);

    advance(61_000);

    expect(run()).toEqual(['b']);
    expect(notices).toMatchObject([
      { requestContext: { condition: 'RecordAgeExceeded' }, DDBStreamBatchInfo: { batchSize: 1 } },
    ]);
  });

  it("G1 is lost with the stream's 24 hours when nothing limits its retries, and nobody is told", () => {
    const { put, fail, run, notices, advance } = mappedStream();
    put('a');
    expect(fail()).toEqual(['a']);
    advance(DAY_MS - 1);
    expect(fail()).toEqual(['a']);
    put('b');

    advance(60_000);

    expect(run()).toEqual(['b']);
    expect(notices).toEqual([]);
  });

  it("is lost with the stream's 24 hours also when the mapping would try it for longer", () => {
    const { put, fail, run, advance } = mappedStream({ MaximumRecordAgeInSeconds: 604_800 });
    put('a');
    expect(fail()).toEqual(['a']);

    advance(DAY_MS + 1_000);

    expect(run()).toBeUndefined();
  });

  it('for being throttled counts no retry', () => {
    const { put, run, notices, concurrency, advance } = mappedStream({ MaximumRetryAttempts: 0 }, { reserved: 0 });
    put('a');
    for (let tries = 0; tries < 5; tries++) {
      expect(run()).toBeUndefined();
      advance(60_000);
    }

    concurrency.reserved = 1;

    expect(run()).toEqual(['a']);
    expect(notices).toEqual([]);
  });
});

/** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html: disabled mappings. */
describe('a stream mapping that is disabled', () => {
  it('goes on behind what was settled when it is enabled again', () => {
    const { put, mapping, run, runAll, advance } = mappedStream({ BatchSize: 1 });
    for (const pk of ['a', 'b', 'c']) put(pk);
    expect(run()).toEqual(['a']);
    const running = mapping.poll();

    mapping.disable();
    expect(mapping.state).toBe('Disabling');
    expect(mapping.poll()).toBeUndefined();
    mapping.settle(running as never, { outcome: 'success', payload: '' });
    expect(mapping.state).toBe('Disabled');
    put('d');
    expect(mapping.nextChangeAt()).toBeUndefined();
    advance(3_600_000);

    mapping.enable();
    expect(runAll()).toEqual(['c', 'd']);
  });

  it('repeats a batch that had failed, its retries counted afresh', () => {
    const { put, fail, mapping, notices, advance } = mappedStream({ MaximumRetryAttempts: 1 });
    put('a');
    expect(fail()).toEqual(['a']);

    mapping.disable();
    mapping.enable();

    expect(fail()).toEqual(['a']);
    expect(notices).toEqual([]);
    advance(60_000);
    expect(fail()).toEqual(['a']);
    expect(notices).toHaveLength(1);
  });

  it('repeats nothing that was done, with several lanes', () => {
    const { put, mapping, run, runAll } = mappedStream({ ParallelizationFactor: 3, BatchSize: 2 });
    const keys = Array.from({ length: 30 }, (_, index) => `k${index}`);
    for (const pk of keys) put(pk);
    const done = [...(run() ?? []), ...(run() ?? [])];

    mapping.disable();
    mapping.enable();

    expect([...done, ...runAll()].toSorted()).toEqual(keys.toSorted());
  });

  it('loses what was trimmed when it is disabled for longer than 24 hours, and goes on with the rest', () => {
    const { put, mapping, run, runAll, advance } = mappedStream({ BatchSize: 1 });
    for (const pk of ['a', 'b', 'c']) put(pk);
    expect(run()).toEqual(['a']);
    mapping.disable();
    advance(DAY_MS / 2);
    put('d');
    advance(DAY_MS / 2);
    put('e');

    mapping.enable();

    expect(runAll()).toEqual(['d', 'e']);
  });

  it('goes on when its iterator has expired and the place where it was is trimmed', () => {
    const { put, run, runAll, advance } = mappedStream();
    put('a');
    expect(run()).toEqual(['a']);
    advance(2 * DAY_MS);

    put('b');

    expect(runAll()).toEqual(['b']);
  });

  it('finds its way when the shard itself is gone', () => {
    const { database, streamArns, put, mapping, run, runAll, advance } = mappedStream();
    put('a');
    expect(run()).toEqual(['a']);
    mapping.disable();
    put('lost');
    const shardId = () =>
      database.streams.describeStream({ streamArn: streamArns.orders }).shards.at(-1)?.shardId as string;
    database.streams.replaceShard({ streamArn: streamArns.orders, shardId: shardId() });
    database.streams.replaceShard({ streamArn: streamArns.orders, shardId: shardId() });
    advance(DAY_MS);
    put('b');

    mapping.enable();

    expect(runAll()).toEqual(['b']);
  });
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html: simultaneous readers of a shard. */
describe('a stream mapping', () => {
  it('waits for a second when two others read its shard', () => {
    const { database, streamArns, put, mapping, advance, run } = mappedStream();
    put('a');
    const [shard] = database.streams.describeStream({ streamArn: streamArns.orders }).shards;
    for (let readers = 0; readers < 2; readers++) {
      const { shardIterator } = database.streams.getShardIterator({
        streamArn: streamArns.orders,
        shardId: shard?.shardId as string,
        shardIteratorType: 'TRIM_HORIZON',
      });
      database.streams.getRecords({ shardIterator });
    }

    expect(mapping.poll()).toBeUndefined();
    expect(mapping.nextChangeAt()).toBe(1_767_225_601_000);
    advance(1_000);
    expect(run()).toEqual(['a']);
  });
});
