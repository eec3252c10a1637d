import type { GraphResource } from './graph-resource.ts';
import { flagOf, listOf, numberOf, numberOr, recordOf } from './property-values.ts';
import { isIntrinsic } from './reference.ts';

const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_QUEUE_BATCH_SIZE = 10;

/** A Lambda function of the app. What is undefined is unknown at synthesis. */
export interface FunctionNode {
  readonly resource: GraphResource;
  readonly timeoutSeconds?: number;
  /** Undefined also when none is reserved. */
  readonly reservedConcurrency?: number;
  readonly role: unknown;
  readonly environment: Readonly<Record<string, unknown>>;
}

/** An event source mapping of the app, or a pipe, which reads queues and streams in the same way. */
export interface MappingNode {
  readonly resource: GraphResource;
  readonly source: unknown;
  /** The property that says it. */
  readonly sourceProperty: 'EventSourceArn' | 'Source';
  /** Undefined for a pipe. */
  readonly function: unknown;
  readonly enabled?: boolean;
  readonly batchSize?: number;
  readonly windowSeconds?: number;
  /** `absent` when there is no limit; undefined when it is unknown at synthesis. */
  readonly maximumConcurrency?: number | 'absent';
  readonly filtered: boolean;
  readonly reportsItemFailures: boolean;
}

/** Reads an `AWS::Lambda::Function`. */
export function readFunction(resource: GraphResource): FunctionNode {
  const { properties } = resource;
  return {
    resource,
    timeoutSeconds: numberOr(properties['Timeout'], DEFAULT_TIMEOUT_SECONDS),
    reservedConcurrency: numberOf(properties['ReservedConcurrentExecutions']),
    role: properties['Role'],
    environment: recordOf(recordOf(properties['Environment'])['Variables']),
  };
}

/** Reads an `AWS::Lambda::EventSourceMapping`. */
export function readMapping(resource: GraphResource): MappingNode {
  const { properties } = resource;
  const scaling = properties['ScalingConfig'];
  const maximum = isIntrinsic(scaling) ? scaling : recordOf(scaling)['MaximumConcurrency'];
  return {
    resource,
    source: properties['EventSourceArn'],
    sourceProperty: 'EventSourceArn',
    function: properties['FunctionName'],
    enabled: properties['Enabled'] === undefined ? true : flagOf(properties['Enabled']),
    batchSize: numberOr(properties['BatchSize'], DEFAULT_QUEUE_BATCH_SIZE),
    windowSeconds: numberOr(properties['MaximumBatchingWindowInSeconds'], 0),
    maximumConcurrency: maximum === undefined ? 'absent' : numberOf(maximum),
    filtered: listOf(recordOf(properties['FilterCriteria'])['Filters']).length > 0,
    reportsItemFailures: listOf(properties['FunctionResponseTypes']).some(
      (type) => type === 'ReportBatchItemFailures' || isIntrinsic(type),
    ),
  };
}

/** Reads an `AWS::Pipes::Pipe`. */
export const readPipe = (resource: GraphResource): MappingNode => ({
  resource,
  source: resource.properties['Source'],
  sourceProperty: 'Source',
  function: undefined,
  enabled: resource.properties['DesiredState'] !== 'STOPPED',
  maximumConcurrency: 'absent',
  filtered: false,
  reportsItemFailures: true,
});
