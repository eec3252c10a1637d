import { Duration } from 'aws-cdk-lib';
import { snsLimits, sqsLimits } from '../contracts/limits.ts';
import type { IntegerBounds } from './props/props-check.ts';

/** Retention of every dead-letter queue: SQS's longest, 14 days, so that people have time. */
export const DEAD_LETTER_RETENTION = Duration.seconds(sqsLimits.maxRetentionSeconds);

/** Left to save messages when the alarm on their expiry rings. */
export const TIME_TO_ACT = Duration.days(3);

/** Retention of a subscriber's queue unless asked otherwise: 4 days, as SQS's own. */
export const DEFAULT_RETENTION = Duration.days(4);

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;

/** How long a subscriber's queue may keep messages. */
export const RETENTION_BOUNDS: IntegerBounds = {
  code: 'RetentionRange',
  prop: 'retentionPeriod',
  min: HOUR_SECONDS,
  max: DEAD_LETTER_RETENTION.toSeconds() - DAY_SECONDS,
  because: 'people need time for a stopped consumer, and a dead letter on a standard queue keeps its first clock',
};

/**
 * Seconds that an inbox record must live: SNS's retries or the topic's archive, whichever is longer, then the queue's
 * retention, then the dead-letter queue's. A copy of an event cannot come later than that after its first delivery, unless
 * somebody redrives it; consumers therefore refuse events older than this horizon.
 */
export function horizonSeconds(retentionSeconds: number, archiveSeconds = 0): number {
  return (
    Math.max(snsLimits.deliveryRetrySeconds, archiveSeconds) + retentionSeconds + DEAD_LETTER_RETENTION.toSeconds()
  );
}

/** Seconds of horizon where no queue gives a retention: producers. */
export const DEFAULT_HORIZON_SECONDS = horizonSeconds(DEFAULT_RETENTION.toSeconds());
