import { describe, expect, it } from 'vitest';
import { parseConfiguration, updatedConfiguration } from '../../../embedded/event-sources/parse-configuration.ts';
import type { JsonObject } from '../../../embedded/json.ts';

const QUEUE = { EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:orders', FunctionName: 'consumer' };
const FIFO = { ...QUEUE, EventSourceArn: `${QUEUE.EventSourceArn}.fifo` };
const STREAM = {
  EventSourceArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/outbox/stream/2026-11-21T00:00:00.000',
  FunctionName: 'relay',
  StartingPosition: 'TRIM_HORIZON',
};

describe('parseConfiguration', () => {
  it("has Lambda's defaults for a queue", () => {
    expect(parseConfiguration(QUEUE)).toEqual({
      source: { kind: 'standard-queue', arn: QUEUE.EventSourceArn, region: 'us-east-1', name: 'orders' },
      functionName: 'consumer',
      batchSize: 10,
      windowSeconds: 0,
      reportsItemFailures: false,
      maximumConcurrency: undefined,
    });
    expect(parseConfiguration(FIFO).source).toMatchObject({ kind: 'fifo-queue', name: 'orders.fifo' });
  });

  it("has Lambda's defaults for a stream", () => {
    expect(parseConfiguration(STREAM)).toMatchObject({
      source: { kind: 'stream', name: 'outbox' },
      batchSize: 100,
      windowSeconds: 0,
      reportsItemFailures: false,
      stream: {
        startingPosition: 'TRIM_HORIZON',
        patterns: [],
        maximumRetryAttempts: -1,
        maximumRecordAgeSeconds: -1,
        bisectsOnError: false,
        parallelizationFactor: 1,
        onFailureQueueArn: undefined,
      },
    });
  });

  it('takes numbers and flags that are written as texts', () => {
    expect(parseConfiguration({ ...STREAM, BatchSize: '50', BisectBatchOnFunctionError: 'true' })).toMatchObject({
      batchSize: 50,
      stream: { bisectsOnError: true },
    });
  });

  it.each<[JsonObject, boolean]>([
    [{ ...QUEUE, BatchSize: 10_000, MaximumBatchingWindowInSeconds: 1 }, true],
    [{ ...QUEUE, BatchSize: 10_001, MaximumBatchingWindowInSeconds: 1 }, false],
    [{ ...QUEUE, BatchSize: 0 }, false],
    [{ ...QUEUE, BatchSize: 11 }, false],
    [{ ...QUEUE, BatchSize: 1.5 }, false],
    [{ ...QUEUE, MaximumBatchingWindowInSeconds: 301 }, false],
    [{ ...FIFO, BatchSize: 10 }, true],
    [{ ...FIFO, BatchSize: 11, MaximumBatchingWindowInSeconds: 1 }, false],
    [{ ...FIFO, MaximumBatchingWindowInSeconds: 1 }, false],
    [{ ...QUEUE, ScalingConfig: { MaximumConcurrency: 2 } }, true],
    [{ ...QUEUE, ScalingConfig: { MaximumConcurrency: 1 } }, false],
    [{ ...QUEUE, ScalingConfig: { MaximumConcurrency: 1001 } }, false],
    [{ ...QUEUE, FilterCriteria: { Filters: [] } }, false],
    [{ ...QUEUE, ParallelizationFactor: 2 }, false],
    [{ ...QUEUE, Enabled: 'maybe' }, true],
    [{ ...STREAM, StartingPosition: 'AT_TIMESTAMP' }, false],
    [{ ...STREAM, ParallelizationFactor: 11 }, false],
    [{ ...STREAM, ScalingConfig: { MaximumConcurrency: 2 } }, false],
    [{ ...STREAM, TumblingWindowInSeconds: 10 }, false],
    [{ ...STREAM, BisectBatchOnFunctionError: 'maybe' }, false],
    [{ ...STREAM, FilterCriteria: { Filters: [{ Pattern: '{"eventName":[{"wildcard":"I*"}]}' }] } }, false],
    [{ ...STREAM, DestinationConfig: { OnFailure: { Destination: QUEUE.EventSourceArn } } }, true],
    [{ ...STREAM, DestinationConfig: { OnFailure: { Destination: FIFO.EventSourceArn } } }, false],
    [{ ...STREAM, DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:us-east-1:000000000000:t' } } }, false],
    [{ ...QUEUE, EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s' }, false],
    [{ EventSourceArn: QUEUE.EventSourceArn }, false],
  ])('%j is accepted: %s', (properties, isAccepted) => {
    const parse = () => parseConfiguration(properties);
    if (isAccepted) expect(parse).not.toThrow();
    else expect(parse).toThrowError(expect.objectContaining({ code: 'InvalidParameterValueException', status: 400 }));
  });

  it('says which parameter is wrong, its value and what is allowed', () => {
    expect(() => parseConfiguration({ ...QUEUE, BatchSize: 'ten' })).toThrowError(
      'BatchSize must be a whole number from 1 to 10000, got "ten"',
    );
  });
});

describe('updatedConfiguration', () => {
  it('changes what is named and keeps the rest', () => {
    const before = parseConfiguration({ ...QUEUE, ScalingConfig: { MaximumConcurrency: 3 } });

    expect(updatedConfiguration(before, { BatchSize: 5 })).toEqual({ ...before, batchSize: 5 });
    expect(updatedConfiguration(before, { ScalingConfig: {} })).toEqual({ ...before, maximumConcurrency: undefined });
  });

  it('refuses what creation would refuse', () => {
    const error = expect.objectContaining({ code: 'InvalidParameterValueException' });

    expect(() => updatedConfiguration(parseConfiguration(QUEUE), { BatchSize: 11 })).toThrowError(error);
    expect(() => updatedConfiguration(parseConfiguration(FIFO), { MaximumBatchingWindowInSeconds: 1 })).toThrowError(
      error,
    );
  });
});
