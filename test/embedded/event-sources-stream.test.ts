import { afterEach, describe, expect, it } from 'vitest';
import { ServiceError } from '../../embedded/service-call.ts';
import { MappedStream } from './mapped-stream.ts';
import { failed, succeeded } from './scripted-function.ts';

const SOON = { timeout: 10_000, interval: 5 };
const streams: MappedStream[] = [];

function mappedStream(): MappedStream {
  const mapped = new MappedStream();
  streams.push(mapped);
  return mapped;
}

afterEach(() => Promise.all(streams.splice(0).map((mapped) => mapped.stop())));

describe('a stream mapping', () => {
  it('delivers records in order, in the shape of Lambda', async () => {
    const mapped = mappedStream();
    const [first] = mapped.write(['a', 'b', 'c']);
    mapped.map();

    await expect.poll(() => mapped.keys, SOON).toEqual([['a', 'b', 'c']]);
    expect(mapped.fn.batches[0]?.[0]).toEqual({
      eventName: 'INSERT',
      eventSourceARN: mapped.stream.arn,
      dynamodb: { ApproximateCreationDateTime: expect.any(Number), Keys: { pk: { S: 'a' } }, SequenceNumber: first },
    });
  });

  it('delivers at most BatchSize records at once, one batch at a time', async () => {
    const mapped = mappedStream();
    mapped.write(['a', 'b', 'c', 'd', 'e']);
    mapped.map({ BatchSize: 2 });

    await expect.poll(() => mapped.keys, SOON).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(mapped.fn.mostRunning).toBe(1);
  });

  it('reads at once when it is told of a write, and hardly at all otherwise', async () => {
    const mapped = mappedStream();
    mapped.map();
    await expect.poll(() => mapped.stream.reads, SOON).toBeGreaterThan(0);
    const startedAt = performance.now();
    for (let written = 1; written <= 10; written++) {
      mapped.write([`key-${written}`]);
      await expect.poll(() => mapped.keys.length, SOON).toBe(written);
    }

    // By polling alone each would take half a second.
    expect(performance.now() - startedAt).toBeLessThan(3000);
    expect(mapped.stream.reads).toBeLessThan(40);
  });

  it('finds records by itself when nobody tells it', async () => {
    const mapped = mappedStream();
    mapped.map();
    await expect.poll(() => mapped.stream.reads, SOON).toBeGreaterThan(0);
    mapped.stream.write(['a']);

    await expect.poll(() => mapped.keys, SOON).toEqual([['a']]);
  });

  it('gathers records for the batching window', async () => {
    const mapped = mappedStream();
    mapped.map({ MaximumBatchingWindowInSeconds: 1 });
    mapped.write(['a']);
    await expect.poll(() => mapped.stream.reads, SOON).toBeGreaterThan(1);
    mapped.write(['b']);

    await expect.poll(() => mapped.keys, SOON).toEqual([['a', 'b']]);
  });

  it('skips records that match none of its filters', async () => {
    const mapped = mappedStream();
    mapped.write(['a'], { eventName: 'INSERT' });
    mapped.write(['b'], { eventName: 'MODIFY' });
    mapped.write(['c'], { eventName: 'REMOVE' });
    mapped.map({
      FilterCriteria: {
        Filters: [
          { Pattern: '{"eventName":["INSERT"]}' },
          { Pattern: '{"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"c"}]}}}}' },
        ],
      },
    });

    await expect.poll(() => mapped.keys, SOON).toEqual([['a', 'c']]);
  });

  it('starts behind what is there with LATEST', async () => {
    const mapped = mappedStream();
    mapped.write(['old']);
    mapped.map({ StartingPosition: 'LATEST' });
    await expect.poll(() => mapped.stream.reads, SOON).toBeGreaterThan(0);
    mapped.write(['new']);

    await expect.poll(() => mapped.keys, SOON).toEqual([['new']]);
  });

  it('goes on behind the last record read when its iterator has expired', async () => {
    const mapped = mappedStream();
    mapped.map();
    mapped.write(['a']);
    await expect.poll(() => mapped.keys, SOON).toEqual([['a']]);
    mapped.stream.errors.push(new ServiceError('ExpiredIteratorException', 'Iterator expired', 400));
    mapped.write(['b']);

    await expect.poll(() => mapped.keys, SOON).toEqual([['a'], ['b']]);
  });

  it('keeps its position when it is paused', async () => {
    const mapped = mappedStream();
    const gate = Promise.withResolvers<void>();
    mapped.fn.run = () => gate.promise.then(() => succeeded());
    mapped.write(['a', 'b']);
    const uuid = mapped.map({ BatchSize: 1 });
    await expect.poll(() => mapped.fn.running, SOON).toBe(1);
    mapped.mappings.update(uuid, { Enabled: false });
    gate.resolve();
    await expect.poll(() => mapped.mappings.describe(uuid).State, SOON).toBe('Disabled');
    mapped.write(['c']);
    expect(mapped.keys).toEqual([['a']]);

    mapped.mappings.update(uuid, { Enabled: true });
    await expect.poll(() => mapped.keys, SOON).toEqual([['a'], ['b'], ['c']]);
  });

  it('keeps a failing batch when it is paused', async () => {
    const mapped = mappedStream();
    mapped.fn.run = () => failed();
    mapped.write(['a', 'b']);
    const uuid = mapped.map();
    await expect.poll(() => mapped.fn.batches.length, SOON).toBeGreaterThan(0);
    mapped.mappings.update(uuid, { Enabled: false });
    await expect.poll(() => mapped.mappings.describe(uuid).State, SOON).toBe('Disabled');
    mapped.fn.run = () => succeeded();
    mapped.fn.batches.splice(0);
    mapped.mappings.update(uuid, { Enabled: true });

    await expect.poll(() => mapped.keys, SOON).toEqual([['a', 'b']]);
  });
});

describe('shards', () => {
  it('are read at the same time', async () => {
    const mapped = mappedStream();
    mapped.stream.openShard('shard-2');
    const gate = Promise.withResolvers<void>();
    mapped.fn.run = () => gate.promise.then(() => succeeded());
    mapped.write(['a']);
    mapped.write(['b'], { shardId: 'shard-2' });
    mapped.map();

    await expect.poll(() => mapped.fn.running, SOON).toBe(2);
    gate.resolve();
  });

  it('are read after their parents have been delivered', async () => {
    const mapped = mappedStream();
    const gate = Promise.withResolvers<void>();
    mapped.fn.run = () => gate.promise.then(() => succeeded());
    mapped.write(['a', 'b']);
    mapped.stream.openShard('shard-2', 'shard-1');
    mapped.write(['c'], { shardId: 'shard-2' });
    mapped.stream.closeShard('shard-1');
    mapped.map({ BatchSize: 1, StartingPosition: 'TRIM_HORIZON' });
    await expect.poll(() => mapped.fn.running, SOON).toBe(1);
    gate.resolve();

    await expect.poll(() => mapped.keys, SOON).toEqual([['a'], ['b'], ['c']]);
    expect(mapped.fn.mostRunning).toBe(1);
  });
});

describe('the parallelization factor', () => {
  it('runs keys at the same time and keeps the order of each', async () => {
    const mapped = mappedStream();
    const gates = new Map<string, PromiseWithResolvers<void>>();
    const keys = Array.from({ length: 20 }, (_, index) => `key-${index}`);
    for (const key of keys) gates.set(key, Promise.withResolvers());
    mapped.fn.run = async ([record]) => {
      await gates.get(record?.dynamodb.Keys['pk']?.S ?? '')?.promise;
      return succeeded();
    };
    const sequences = [...mapped.write(keys), ...mapped.write(keys)];
    mapped.map({ BatchSize: 1, ParallelizationFactor: 4 });
    await expect.poll(() => mapped.fn.running, SOON).toBe(4);
    for (const { resolve } of gates.values()) resolve();

    await expect.poll(() => mapped.fn.batches.length, SOON).toBe(40);
    expect(mapped.fn.mostRunning).toBe(4);
    const delivered = mapped.fn.batches.flat();
    for (const key of keys) {
      const ofKey = delivered.filter(({ dynamodb }) => dynamodb.Keys['pk']?.S === key);
      const index = keys.indexOf(key);
      expect(ofKey.map(({ dynamodb }) => dynamodb.SequenceNumber)).toEqual([sequences[index], sequences[index + 20]]);
    }
  });
});
