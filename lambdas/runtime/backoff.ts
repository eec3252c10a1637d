import { lambdaLimits, sqsLimits } from '../../contracts/limits.ts';
import type { RandomSource } from './ports/index.ts';

const BASE_SECONDS = 1;

/**
 * Longest time in whole seconds for which a message may still be hidden. SQS hides a message for 12 hours at most,
 * counted from its receive, and Lambda may have held it back for a whole batching window before the invocation.
 */
export const longestDelaySeconds = (millisSinceInvocation: number): number =>
  sqsLimits.maxVisibilityTimeoutSeconds -
  lambdaLimits.maxBatchingWindowSeconds -
  Math.ceil(Math.max(0, millisSinceInvocation) / 1000);

/**
 * Exponential backoff with full jitter in whole seconds: 0 to 1 after the first failure, 0 to 2 after the second, 0 to
 * 4 after the third, at most `capSeconds`.
 */
export function backoffSeconds(failures: number, capSeconds: number, random: RandomSource): number {
  const ceiling = Math.min(capSeconds, BASE_SECONDS * 2 ** (Math.max(1, failures) - 1));
  return Math.floor(random.fraction() * (ceiling + 1));
}
