import { Duration, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { lambdaLimits, sqsLimits } from '../contracts/limits.ts';
import { checkInteger, checkSeconds } from './prop-bounds.ts';
import { PropsError } from './props-error.ts';
import { DEFAULT_MAX_ATTEMPTS, MAX_ATTEMPTS_LIMIT, maxReceiveCountFor } from './receive-backstop.ts';
import { DEAD_LETTER_RETENTION, DEFAULT_RETENTION } from './retention.ts';
import type { SubscriberProps } from './subscriber-props.ts';

/** What a subscriber's props come to: checked, derived and with the defaults filled in. */
export interface SubscriberSettings {
  readonly fifo: boolean;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  readonly oldestMessageSeconds: number;
  readonly maxAttempts: number;
  readonly maxReceiveCount: number;
  readonly batchSize: number;
  /** Undefined for none. */
  readonly maxBatchingWindow?: Duration;
  readonly maxConcurrency: number;
  readonly concurrency: number;
}

const DEFAULT_BATCH_SIZE = 10;
const MAX_STANDARD_BATCH_SIZE = 10_000;
const DEFAULT_MAX_CONCURRENCY = 50;
const MAX_DEFAULT_CONCURRENCY = 10;
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;

/**
 * Checks the numbers of a subscriber against each other and against the rules of SQS and Lambda.
 *
 * @throws PropsError for the first that breaks one.
 */
export function subscriberSettings(scope: IConstruct, props: SubscriberProps): SubscriberSettings {
  const { fifo } = props.topic.definition;
  const batchSize = checkedBatchSize(scope, props, fifo);
  const window = checkedWindow(scope, props, fifo, batchSize);
  const timeout = checkSeconds(scope, props.consumer.timeout, {
    code: 'TimeoutRange',
    prop: 'timeout',
    min: 1,
    max: lambdaLimits.maxTimeoutSeconds,
  });
  const maxAttempts = props.consumer.maxAttempts ?? DEFAULT_MAX_ATTEMPTS;
  checkInteger(scope, maxAttempts, { code: 'MaxAttemptsRange', prop: 'maxAttempts', min: 1, max: MAX_ATTEMPTS_LIMIT });
  const retentionSeconds = checkedRetention(scope, props);
  return {
    fifo,
    visibilityTimeoutSeconds: lambdaLimits.visibilityToTimeoutRatio * timeout + window,
    retentionSeconds,
    oldestMessageSeconds: checkSeconds(scope, props.oldestMessageAlarmAfter ?? defaultAlarmAge(retentionSeconds), {
      code: 'OldestMessageAlarmRange',
      prop: 'oldestMessageAlarmAfter',
      min: 60,
      max: retentionSeconds - 1,
      because: 'a message as old as the retention period is gone',
    }),
    maxAttempts,
    maxReceiveCount: maxReceiveCountFor(maxAttempts, fifo),
    batchSize,
    maxBatchingWindow: window === 0 ? undefined : Duration.seconds(window),
    maxConcurrency: checkInteger(scope, props.consumer.maxConcurrency ?? DEFAULT_MAX_CONCURRENCY, {
      code: 'MaxConcurrencyRange',
      prop: 'maxConcurrency',
      min: lambdaLimits.minMaximumConcurrency,
      max: lambdaLimits.maxMaximumConcurrency,
    }),
    concurrency: checkedConcurrency(scope, props, batchSize),
  };
}

const checkedBatchSize = (scope: IConstruct, { consumer }: SubscriberProps, fifo: boolean): number =>
  checkInteger(scope, consumer.batchSize ?? DEFAULT_BATCH_SIZE, {
    code: 'BatchSizeRange',
    prop: 'batchSize',
    min: 1,
    max: fifo ? sqsLimits.batchEntries : MAX_STANDARD_BATCH_SIZE,
  });

function checkedWindow(scope: IConstruct, { consumer }: SubscriberProps, fifo: boolean, batchSize: number): number {
  const window = checkSeconds(scope, consumer.maxBatchingWindow ?? Duration.seconds(0), {
    code: 'BatchingWindowRange',
    prop: 'maxBatchingWindow',
    min: 0,
    max: fifo ? 0 : lambdaLimits.maxBatchingWindowSeconds,
    because: fifo ? 'Lambda has no batching window for FIFO queues' : undefined,
  });
  if (!Token.isUnresolved(batchSize) && batchSize > sqsLimits.batchEntries && window === 0) {
    throw new PropsError(
      'BatchSizeNeedsWindow',
      `batchSize must be at most ${sqsLimits.batchEntries} without a maxBatchingWindow, got ${batchSize}; set a window of 1 second or more`,
      scope,
    );
  }
  return window;
}

const defaultAlarmAge = (retentionSeconds: number): Duration =>
  Duration.seconds(Math.min(HOUR_SECONDS, Math.floor(retentionSeconds / 2)));

const checkedRetention = (scope: IConstruct, { retentionPeriod }: SubscriberProps): number =>
  checkSeconds(scope, retentionPeriod ?? DEFAULT_RETENTION, {
    code: 'RetentionRange',
    prop: 'retentionPeriod',
    min: HOUR_SECONDS,
    max: DEAD_LETTER_RETENTION.toSeconds() - DAY_SECONDS,
    because: 'people need time for a stopped consumer, and a dead letter on a standard queue keeps its first clock',
  });

function checkedConcurrency(scope: IConstruct, { consumer }: SubscriberProps, batchSize: number): number {
  const most = Token.isUnresolved(batchSize) ? MAX_STANDARD_BATCH_SIZE : batchSize;
  return checkInteger(scope, consumer.concurrency ?? Math.min(most, MAX_DEFAULT_CONCURRENCY), {
    code: 'ConcurrencyRange',
    prop: 'concurrency',
    min: 1,
    max: most,
    because: 'an invocation has no more messages than a batch',
  });
}
