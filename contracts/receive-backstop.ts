/** Real runs of the handler unless asked otherwise. */
export const DEFAULT_MAX_ATTEMPTS = 5;

/** More attempts would push the backstop of a FIFO queue past SQS's limit of 1,000 receives. */
export const MAX_ATTEMPTS_LIMIT = 25;

const STANDARD = { perAttempt: 12, least: 60 };
const FIFO = { perAttempt: 40, least: 200 };

/**
 * The queue's `maxReceiveCount`. The runtime counts attempts and dead-letters itself; SQS's count is only the backstop for
 * messages that never get that far (the function does not start, for example). Receives that are no attempts must not
 * reach it.
 *
 * On a standard queue the worst is a batch of ten, the default, of which each run ends the process: one of them is run in
 * each receive, so that the last needs ten receives for each attempt, and two more. Throttles, live leases elsewhere, lost
 * answers and batches that ran out of time cost single receives. Copies of an event cost each other none: those of a batch
 * are folded into one.
 *
 * On a FIFO queue each receive of a head, attempt or not, also receives the up to nine followers of its batch: ten times
 * the four receives that an attempt may cost the head itself.
 *
 * It is no higher because a message whose function does not start must reach the dead-letter queue before it expires: with
 * the longest time-out, 60 receives take 90 of the 96 hours that queues keep messages by default.
 */
export function maxReceiveCountFor(maxAttempts: number, fifo: boolean): number {
  const { perAttempt, least } = fifo ? FIFO : STANDARD;
  return Math.max(least, perAttempt * maxAttempts);
}
