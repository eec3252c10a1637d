import { isJsonObject, type JsonObject } from '../json.ts';
import { type EventSource, eventSourceOf } from './event-source.ts';
import { compilePattern } from './filter/compile-pattern.ts';
import type { MappingConfiguration, StreamConfiguration } from './mapping-configuration.ts';
import { invalidParameter, Parameters } from './parameters.ts';

/** They change what a function receives, and nobody would notice that they are missing. */
const NOT_RUN = ['TumblingWindowInSeconds', 'StartingPositionTimestamp'];
const STREAM_ONLY = [
  'StartingPosition',
  'MaximumRetryAttempts',
  'MaximumRecordAgeInSeconds',
  'BisectBatchOnFunctionError',
  'ParallelizationFactor',
  'DestinationConfig',
];
const MAX_UNGATHERED_BATCH = 10;

/**
 * Reads the properties of `AWS::Lambda::EventSourceMapping` with Lambda's defaults and limits:
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html and services-ddb-params.html.
 *
 * @throws {ServiceError} `InvalidParameterValueException`, also for what the embedded cloud does not run.
 */
export function parseConfiguration(properties: JsonObject): MappingConfiguration {
  const parameters = new Parameters(properties);
  const source = eventSourceOf(parameters.text('EventSourceArn'));
  for (const name of NOT_RUN) {
    if (parameters.has(name)) throw invalidParameter(`${name} is not run by the embedded cloud: leave it out here`);
  }
  const isStream = source.kind === 'stream';
  const configuration: MappingConfiguration = {
    source,
    functionName: parameters.text('FunctionName'),
    batchSize: parameters.number('BatchSize', 1, source.kind === 'fifo-queue' ? 10 : 10_000, isStream ? 100 : 10),
    windowSeconds: parameters.number('MaximumBatchingWindowInSeconds', 0, source.kind === 'fifo-queue' ? 0 : 300, 0),
    reportsItemFailures: parameters.list('FunctionResponseTypes').includes('ReportBatchItemFailures'),
    ...(isStream ? { stream: streamConfiguration(parameters) } : queueConfiguration(parameters)),
  };
  assertGathers(configuration);
  return configuration;
}

/** `configuration` with the values that an `UpdateEventSourceMapping` request may change. */
export function updatedConfiguration(configuration: MappingConfiguration, update: JsonObject): MappingConfiguration {
  const parameters = new Parameters(update);
  const isFifo = configuration.source.kind === 'fifo-queue';
  const updated: MappingConfiguration = {
    ...configuration,
    batchSize: parameters.number('BatchSize', 1, isFifo ? 10 : 10_000, configuration.batchSize),
    windowSeconds: parameters.number(
      'MaximumBatchingWindowInSeconds',
      0,
      isFifo ? 0 : 300,
      configuration.windowSeconds,
    ),
    maximumConcurrency: parameters.has('ScalingConfig')
      ? maximumConcurrency(parameters)
      : configuration.maximumConcurrency,
  };
  assertGathers(updated);
  return updated;
}

function queueConfiguration(parameters: Parameters): Pick<MappingConfiguration, 'maximumConcurrency'> {
  const misplaced = STREAM_ONLY.find((name) => parameters.has(name));
  if (misplaced !== undefined) throw invalidParameter(`${misplaced} is for streams, and EventSourceArn is a queue's`);
  if (parameters.has('FilterCriteria')) {
    throw invalidParameter(
      'FilterCriteria of a queue is not run by the embedded cloud (on AWS it deletes what does not match): filter at the subscription',
    );
  }
  return { maximumConcurrency: maximumConcurrency(parameters) };
}

function maximumConcurrency(parameters: Parameters): number | undefined {
  return parameters.structure('ScalingConfig').number('MaximumConcurrency', 2, 1000, undefined);
}

function streamConfiguration(parameters: Parameters): StreamConfiguration {
  if (parameters.has('ScalingConfig'))
    throw invalidParameter("ScalingConfig is for queues, and EventSourceArn is a stream's");
  const startingPosition = parameters.text('StartingPosition');
  if (startingPosition !== 'TRIM_HORIZON' && startingPosition !== 'LATEST') {
    throw invalidParameter(
      `StartingPosition must be TRIM_HORIZON or LATEST for a DynamoDB stream, got ${startingPosition}`,
    );
  }
  return {
    startingPosition,
    patterns: patterns(parameters),
    maximumRetryAttempts: parameters.number('MaximumRetryAttempts', -1, 10_000, -1),
    maximumRecordAgeSeconds: parameters.number('MaximumRecordAgeInSeconds', -1, 604_800, -1),
    bisectsOnError: parameters.flag('BisectBatchOnFunctionError', false),
    parallelizationFactor: parameters.number('ParallelizationFactor', 1, 10, 1),
    onFailureQueueArn: onFailureQueueArn(parameters),
  };
}

function patterns(parameters: Parameters): readonly string[] {
  const filters = parameters.structure('FilterCriteria').list('Filters');
  return filters.map((filter) => {
    const pattern = isJsonObject(filter) ? new Parameters(filter).text('Pattern') : '';
    compilePattern(pattern);
    return pattern;
  });
}

function onFailureQueueArn(parameters: Parameters): string | undefined {
  const onFailure = parameters.structure('DestinationConfig').structure('OnFailure');
  if (!onFailure.has('Destination')) return undefined;
  const arn = onFailure.text('Destination');
  const source: Partial<EventSource> = arn.includes(':sqs:') ? eventSourceOf(arn) : {};
  if (source.kind === 'standard-queue') return arn;
  throw invalidParameter(
    `DestinationConfig.OnFailure.Destination must be a standard queue in the embedded cloud, got ${arn}`,
  );
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html: larger batches need a window to be gathered in. */
function assertGathers({ source, batchSize, windowSeconds }: MappingConfiguration): void {
  if (source.kind === 'standard-queue' && batchSize > MAX_UNGATHERED_BATCH && windowSeconds < 1) {
    throw invalidParameter(
      `MaximumBatchingWindowInSeconds must be at least 1 when BatchSize is greater than ${MAX_UNGATHERED_BATCH}, got BatchSize ${batchSize}`,
    );
  }
}
