import { fullJitterMs } from '../runtime/full-jitter.ts';
import type { Clock, RandomSource } from '../runtime/ports/index.ts';
import type { RequestDeadline } from './request-deadline.ts';

/** What a retry needs from outside. */
export interface RetryPorts {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly deadline: RequestDeadline;
}

const MAX_TRIES = 8;
const DELAYS = { firstMs: 25, lastMs: 400 };

/**
 * Repeats `run` with full jitter as long as it fails with an error that `mayPass`: 8 tries, 1.6 seconds of waiting at
 * most, and none that the invocation would not live to see. Short, because a message waits for it: what takes longer is
 * given back to its queue or stream.
 *
 * @throws what the last try threw.
 */
export async function retryInPlace<Result>(
  run: () => Promise<Result>,
  mayPass: (error: unknown) => boolean,
  { clock, random, deadline }: RetryPorts,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      const delayMs = fullJitterMs(tries, DELAYS, random);
      if (tries === MAX_TRIES || !mayPass(error) || delayMs >= deadline.remainingMs()) {
        throw error;
      }
      await clock.sleep(delayMs);
    }
  }
}
