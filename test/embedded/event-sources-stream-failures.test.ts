import { afterEach, describe, expect, it } from 'vitest';
import type { InvokeResult } from '../../embedded/lambda/index.ts';
import { MappedStream } from './mapped-stream.ts';
import { failed, reporting, ScriptedFunction, succeeded, type TestRecord } from './scripted-function.ts';

const SOON = { timeout: 10_000, interval: 5 };
const REPORTS = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
const ON_FAILURE = {
  DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:discarded' } },
};
const streams: MappedStream[] = [];

function mappedStream(): MappedStream {
  const mapped = new MappedStream();
  streams.push(mapped);
  return mapped;
}

afterEach(() => Promise.all(streams.splice(0).map((mapped) => mapped.stop())));

const keyOf = (record: TestRecord | undefined) => record?.dynamodb.Keys['pk']?.S;
const sequenceOf = (record: TestRecord | undefined) => record?.dynamodb.SequenceNumber ?? '';

describe('a failing batch', () => {
  it('resumes at the lowest sequence number reported, in whatever order', async () => {
    const mapped = mappedStream();
    mapped.fn.run = (records) =>
      mapped.fn.batches.length === 1 ? reporting(sequenceOf(records[3]), sequenceOf(records[1])) : reporting();
    mapped.write(['a', 'b', 'c', 'd']);
    mapped.map(REPORTS);

    await expect
      .poll(() => mapped.keys, SOON)
      .toEqual([
        ['a', 'b', 'c', 'd'],
        ['b', 'c', 'd'],
      ]);
  });

  it.each<[string, InvokeResult]>([
    ['a function error', failed()],
    ['an unknown sequence number', reporting('7')],
    ['an empty identifier', reporting('')],
    ['a response that is no object', succeeded('done')],
    ['a throttle', { outcome: 'throttled' }],
  ])('is delivered again as a whole after %s, and blocks what follows', async (_name, result) => {
    const mapped = mappedStream();
    mapped.fn.run = () => (mapped.fn.batches.length === 1 ? result : succeeded());
    mapped.write(['a', 'b', 'c']);
    mapped.map({ ...REPORTS, BatchSize: 2 });

    await expect.poll(() => mapped.keys, SOON).toEqual([['a', 'b'], ['a', 'b'], ['c']]);
    expect(mapped.fn.mostRunning).toBe(1);
  });

  it('is left alone when the mapping does not ask for reports', async () => {
    const mapped = mappedStream();
    mapped.fn.run = (records) => reporting(sequenceOf(records[0]));
    mapped.write(['a', 'b']);
    mapped.map({ BatchSize: 1 });

    await expect.poll(() => mapped.keys, SOON).toEqual([['a'], ['b']]);
  });

  it('is retried more and more slowly, without end by default', async () => {
    const mapped = mappedStream();
    const times: number[] = [];
    mapped.fn.run = () => {
      times.push(performance.now());
      return failed();
    };
    mapped.write(['a']);
    mapped.map();
    await expect.poll(() => times.length, SOON).toBe(4);

    const [first = 0, second = 0, third = 0, fourth = 0] = times;
    expect([second - first >= 99, third - second >= 199, fourth - third >= 399]).toEqual([true, true, true]);
  });
});

describe('MaximumRetryAttempts', () => {
  it('discards a batch after that many retries and tells the on-failure queue where it was', async () => {
    const mapped = mappedStream();
    mapped.fn.run = (records) => (keyOf(records[0]) === 'a' ? failed() : succeeded());
    const [first, second] = mapped.write(['a', 'b', 'c']);
    mapped.map({ BatchSize: 2, MaximumRetryAttempts: 1, ...ON_FAILURE });

    await expect.poll(() => mapped.keys, SOON).toEqual([['a', 'b'], ['a', 'b'], ['c']]);
    expect(mapped.notices).toEqual([
      expect.objectContaining({
        requestContext: {
          requestId: expect.any(String),
          functionArn: ScriptedFunction.arn,
          condition: 'RetryAttemptsExhausted',
          approximateInvokeCount: 2,
        },
        DDBStreamBatchInfo: expect.objectContaining({
          shardId: 'shard-1',
          startSequenceNumber: first,
          endSequenceNumber: second,
          batchSize: 2,
          streamArn: mapped.stream.arn,
        }),
      }),
    ]);
  });

  it('does not count throttles', async () => {
    const mapped = mappedStream();
    mapped.fn.run = () => (mapped.fn.batches.length < 3 ? { outcome: 'throttled' } : succeeded());
    mapped.write(['a']);
    mapped.map({ MaximumRetryAttempts: 0, ...ON_FAILURE });

    await expect.poll(() => mapped.keys, SOON).toEqual([['a'], ['a'], ['a']]);
    expect(mapped.notices).toEqual([]);
  });

  it('starts anew when a report shows progress', async () => {
    const mapped = mappedStream();
    // Each invocation gets one record further.
    mapped.fn.run = (records) => (records.length > 1 ? reporting(sequenceOf(records[1])) : reporting());
    mapped.write(['a', 'b', 'c', 'd']);
    mapped.map({ ...REPORTS, MaximumRetryAttempts: 1, ...ON_FAILURE });

    await expect.poll(() => mapped.keys, SOON).toEqual([['a', 'b', 'c', 'd'], ['b', 'c', 'd'], ['c', 'd'], ['d']]);
    expect(mapped.notices).toEqual([]);
  });
});

describe('BisectBatchOnFunctionError', () => {
  it('halves a failing batch until the one bad record is alone, without using up retries', async () => {
    const mapped = mappedStream();
    mapped.fn.run = (records) => (records.some((record) => keyOf(record) === 'c') ? failed() : succeeded());
    mapped.write(['a', 'b', 'c', 'd']);
    mapped.map({ BisectBatchOnFunctionError: true, MaximumRetryAttempts: 0, ...ON_FAILURE });

    await expect.poll(() => mapped.keys, SOON).toEqual([['a', 'b', 'c', 'd'], ['a', 'b'], ['c', 'd'], ['c'], ['d']]);
    expect(mapped.notices).toHaveLength(1);
  });
});

describe('MaximumRecordAgeInSeconds', () => {
  it('discards records that are older, before they are delivered', async () => {
    const mapped = mappedStream();
    mapped.write(['old'], { createdAt: Date.now() - 120_000 });
    mapped.write(['new']);
    mapped.map({ MaximumRecordAgeInSeconds: 60, ...ON_FAILURE });

    await expect.poll(() => mapped.keys, SOON).toEqual([['new']]);
    expect(mapped.notices).toMatchObject([
      { requestContext: { condition: 'RecordAgeExceeded' }, DDBStreamBatchInfo: { batchSize: 1 } },
    ]);
  });
});
