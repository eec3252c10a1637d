/**
 * Attempts to deliver to SQS, Lambda and Firehose: 3 without delay, 2 a second apart, 10 with a delay that grows from 1 to 20
 * seconds, and 100,000 that are 20 seconds apart: 100,015 in 23 days.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
const IMMEDIATE = 3;
const PRE_BACKOFF = 2;
const BACKOFF = 10;
const POST_BACKOFF = 100_000;
const MIN_DELAY_MS = 1_000;
const MAX_DELAY_MS = 20_000;

/** Attempts after which SNS stops trying. */
export const MAX_ATTEMPTS = IMMEDIATE + PRE_BACKOFF + BACKOFF + POST_BACKOFF;

/** Time between attempt number `attempt` (from 1) and the one before it. */
export function delayBefore(attempt: number): number {
  if (attempt <= IMMEDIATE) return 0;
  const step = attempt - IMMEDIATE - PRE_BACKOFF;
  if (step <= 0) return MIN_DELAY_MS;
  if (step > BACKOFF) return MAX_DELAY_MS;
  // Exponential from the least to the greatest delay.
  return Math.round(MIN_DELAY_MS * (MAX_DELAY_MS / MIN_DELAY_MS) ** ((step - 1) / (BACKOFF - 1)));
}
