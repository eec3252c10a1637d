/** Real runs of the handler unless asked otherwise. */
export const DEFAULT_MAX_ATTEMPTS = 5;

/** More attempts would push the backstop of a FIFO queue past SQS's limit of 1,000 receives. */
export const MAX_ATTEMPTS_LIMIT = 25;

const RECEIVES_PER_ATTEMPT = 4;
const FEWEST_RECEIVES = 20;
const FIFO_FACTOR = 10;

/**
 * The queue's `maxReceiveCount`. The runtime counts attempts and dead-letters itself; SQS's count is only the backstop for
 * messages that never get that far (the function does not start, for example).
 *
 * It must not be reached by receives that are no attempts. On a standard queue these are throttled invocations, live
 * leases of duplicates and batches that ran out of time: four receives for each attempt, and at least 20. On a FIFO queue
 * every failed run of a head also receives the up to nine followers of its batch, hence ten times as many.
 */
export function maxReceiveCountFor(maxAttempts: number, fifo: boolean): number {
  const standard = Math.max(FEWEST_RECEIVES, RECEIVES_PER_ATTEMPT * maxAttempts);
  return fifo ? FIFO_FACTOR * standard : standard;
}
