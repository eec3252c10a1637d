import type { EventSource } from './event-source.ts';

/** What is the same for queues and streams. */
export interface MappingConfiguration {
  readonly source: EventSource;
  /** Name or ARN, as given. */
  readonly functionName: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Whether the response names what failed (`ReportBatchItemFailures`). */
  readonly reportsItemFailures: boolean;
  /** Most invocations at a time; undefined for Lambda's own scaling. Queues only. */
  readonly maximumConcurrency?: number;
  /** Undefined for a queue. */
  readonly stream?: StreamConfiguration;
}

/** What only streams have. */
export interface StreamConfiguration {
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  /** Patterns as JSON, of which one must match; none lets every record through. */
  readonly patterns: readonly string[];
  /** -1 stands for no limit. */
  readonly maximumRetryAttempts: number;
  /** -1 stands for no limit. */
  readonly maximumRecordAgeSeconds: number;
  readonly bisectsOnError: boolean;
  readonly parallelizationFactor: number;
  /** ARN of the queue that is told of discarded records. */
  readonly onFailureQueueArn?: string;
}
