import { epochMillis } from '../../contracts/time.ts';
import type { Clock } from '../runtime/ports/index.ts';

/** The time of the machine. */
export const systemClock: Clock = {
  now: () => epochMillis(Date.now()),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const wake = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      signal?.addEventListener('abort', wake);
    }),
};
