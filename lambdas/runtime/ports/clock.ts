import type { EpochMillis } from '../../../contracts/time.ts';

/** Time, so that tests and the simulator can move it by hand. */
export interface Clock {
  now(): EpochMillis;
  /** Resolves after `milliseconds`, or at once when `signal` aborts. Never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
