import { Duration, Token } from 'aws-cdk-lib';
import { lambdaLimits, sqsLimits } from '../contracts/limits.ts';
import { checkHandler } from './handler-check.ts';
import type { PropsCheck } from './props-check.ts';
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

/** Checks the numbers of a subscriber against each other and against the rules of SQS and Lambda. */
export function subscriberSettings(check: PropsCheck, props: SubscriberProps): SubscriberSettings {
  const { fifo } = props.topic.definition;
  const batchSize = checkedBatchSize(check, props, fifo);
  const window = checkedWindow(check, props, fifo, batchSize);
  const timeout = checkHandler(check, props.consumer);
  const maxAttempts = checkedMaxAttempts(check, props);
  const retentionSeconds = checkedRetention(check, props);
  return {
    fifo,
    visibilityTimeoutSeconds: lambdaLimits.visibilityToTimeoutRatio * timeout + window,
    retentionSeconds,
    oldestMessageSeconds: check.seconds(props.oldestMessageAlarmAfter ?? defaultAlarmAge(retentionSeconds), {
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
    maxConcurrency: check.integer(props.consumer.maxConcurrency ?? DEFAULT_MAX_CONCURRENCY, {
      code: 'MaxConcurrencyRange',
      prop: 'maxConcurrency',
      min: lambdaLimits.minMaximumConcurrency,
      max: lambdaLimits.maxMaximumConcurrency,
    }),
    concurrency: checkedConcurrency(check, props, batchSize),
  };
}

/** A literal: the queue's receive count is derived from it. */
function checkedMaxAttempts(check: PropsCheck, { consumer }: SubscriberProps): number {
  const { maxAttempts = DEFAULT_MAX_ATTEMPTS } = consumer;
  if (Token.isUnresolved(maxAttempts)) {
    check.add('MaxAttemptsRange', 'maxAttempts must be a literal, got a value unknown at synthesis');
    return DEFAULT_MAX_ATTEMPTS;
  }
  return check.integer(maxAttempts, { code: 'MaxAttemptsRange', prop: 'maxAttempts', min: 1, max: MAX_ATTEMPTS_LIMIT });
}

const checkedBatchSize = (check: PropsCheck, { consumer }: SubscriberProps, fifo: boolean): number =>
  check.integer(consumer.batchSize ?? DEFAULT_BATCH_SIZE, {
    code: 'BatchSizeRange',
    prop: 'batchSize',
    min: 1,
    max: fifo ? sqsLimits.batchEntries : MAX_STANDARD_BATCH_SIZE,
  });

function checkedWindow(check: PropsCheck, { consumer }: SubscriberProps, fifo: boolean, batchSize: number): number {
  const window = check.seconds(consumer.maxBatchingWindow ?? Duration.seconds(0), {
    code: 'BatchingWindowRange',
    prop: 'maxBatchingWindow',
    min: 0,
    max: fifo ? 0 : lambdaLimits.maxBatchingWindowSeconds,
    because: fifo ? 'Lambda has no batching window for FIFO queues' : undefined,
  });
  if (!Token.isUnresolved(batchSize) && batchSize > sqsLimits.batchEntries && window === 0) {
    check.add(
      'BatchSizeNeedsWindow',
      `batchSize must be at most ${sqsLimits.batchEntries} without a maxBatchingWindow, got ${batchSize}; set a window of 1 second or more`,
    );
  }
  return window;
}

const defaultAlarmAge = (retentionSeconds: number): Duration =>
  Duration.seconds(Math.min(HOUR_SECONDS, Math.floor(retentionSeconds / 2)));

const checkedRetention = (check: PropsCheck, { retentionPeriod }: SubscriberProps): number =>
  check.seconds(retentionPeriod ?? DEFAULT_RETENTION, {
    code: 'RetentionRange',
    prop: 'retentionPeriod',
    min: HOUR_SECONDS,
    max: DEAD_LETTER_RETENTION.toSeconds() - DAY_SECONDS,
    because: 'people need time for a stopped consumer, and a dead letter on a standard queue keeps its first clock',
  });

function checkedConcurrency(check: PropsCheck, { consumer }: SubscriberProps, batchSize: number): number {
  const most = Token.isUnresolved(batchSize) ? MAX_STANDARD_BATCH_SIZE : batchSize;
  return check.integer(consumer.concurrency ?? Math.min(most, MAX_DEFAULT_CONCURRENCY), {
    code: 'ConcurrencyRange',
    prop: 'concurrency',
    min: 1,
    max: most,
    because: 'an invocation has no more messages than a batch',
  });
}
