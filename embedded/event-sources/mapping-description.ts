import type { MappingConfiguration } from './mapping-configuration.ts';
import type { RunningMapping } from './running-mapping.ts';

/** A mapping in the shape that Lambda's `GetEventSourceMapping` answers. */
export interface MappingDescription {
  readonly UUID: string;
  readonly EventSourceMappingArn: string;
  readonly EventSourceArn: string;
  readonly FunctionArn: string;
  readonly State: string;
  readonly StateTransitionReason: string;
  /** Epoch seconds. */
  readonly LastModified: number;
  readonly LastProcessingResult: string;
  readonly BatchSize: number;
  readonly MaximumBatchingWindowInSeconds: number;
  readonly FunctionResponseTypes: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency: number };
  readonly StartingPosition?: string;
  readonly FilterCriteria?: { readonly Filters: readonly { readonly Pattern: string }[] };
  readonly MaximumRetryAttempts?: number;
  readonly MaximumRecordAgeInSeconds?: number;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly ParallelizationFactor?: number;
  readonly DestinationConfig?: { readonly OnFailure: { readonly Destination?: string } };
}

/** What identifies a mapping. */
export interface MappingIdentity {
  readonly uuid: string;
  readonly functionArn: string;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

/** Describes a mapping and its present state. */
export function describeMapping(
  { uuid, functionArn, modifiedAt }: MappingIdentity,
  configuration: MappingConfiguration,
  mapping: RunningMapping,
): MappingDescription {
  const { source, maximumConcurrency, stream } = configuration;
  return {
    UUID: uuid,
    EventSourceMappingArn: functionArn.replace(/:function:.*$/, `:event-source-mapping:${uuid}`),
    EventSourceArn: source.arn,
    FunctionArn: functionArn,
    State: mapping.state,
    StateTransitionReason: 'USER_INITIATED',
    LastModified: modifiedAt / 1000,
    LastProcessingResult: mapping.lastProcessingResult,
    BatchSize: configuration.batchSize,
    MaximumBatchingWindowInSeconds: configuration.windowSeconds,
    FunctionResponseTypes: configuration.reportsItemFailures ? ['ReportBatchItemFailures'] : [],
    ...(maximumConcurrency !== undefined && { ScalingConfig: { MaximumConcurrency: maximumConcurrency } }),
    ...(stream && {
      StartingPosition: stream.startingPosition,
      ...(stream.patterns.length > 0 && {
        FilterCriteria: { Filters: stream.patterns.map((Pattern) => ({ Pattern })) },
      }),
      MaximumRetryAttempts: stream.maximumRetryAttempts,
      MaximumRecordAgeInSeconds: stream.maximumRecordAgeSeconds,
      BisectBatchOnFunctionError: stream.bisectsOnError,
      ParallelizationFactor: stream.parallelizationFactor,
      DestinationConfig: { OnFailure: { Destination: stream.onFailureQueueArn } },
    }),
  };
}
