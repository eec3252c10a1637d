import type { RandomSource } from './ports/index.ts';

/** Bounds of a retry's delay. */
export interface RetryDelays {
  /** Upper bound of the first retry's delay; it doubles with each further one. */
  readonly firstMs: number;
  /** Upper bound of any delay. */
  readonly lastMs: number;
}

/**
 * Milliseconds before the next try after `failures` failures: exponential with full jitter, so that those who failed
 * together do not come back together (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export function fullJitterMs(failures: number, { firstMs, lastMs }: RetryDelays, random: RandomSource): number {
  return Math.floor(random.fraction() * Math.min(lastMs, firstMs * 2 ** (failures - 1)));
}
