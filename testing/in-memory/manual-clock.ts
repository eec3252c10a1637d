import { addMillis, type EpochMillis, epochMillis } from '../../contracts/time.ts';
import type { Clock } from '../../lambdas/runtime/ports/index.ts';

interface Sleeper {
  readonly wakesAt: EpochMillis;
  wake(): void;
}

/** A clock that moves only by hand. */
export class ManualClock implements Clock {
  readonly #sleepers = new Set<Sleeper>();
  #now: EpochMillis;

  /** Starts at 2026-01-01T00:00:00Z unless told otherwise. */
  constructor(now: EpochMillis = epochMillis(1_767_225_600_000)) {
    this.#now = now;
  }

  now(): EpochMillis {
    return this.#now;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (milliseconds <= 0 || signal?.aborted) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        wakesAt: addMillis(this.#now, milliseconds),
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal?.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', sleeper.wake);
    });
  }

  /** Moves on and wakes who is due, in order. What they then do happens in their own turn. */
  advance(milliseconds: number): void {
    const target = addMillis(this.#now, milliseconds);
    for (let next = this.#next(); next !== undefined && next.wakesAt <= target; next = this.#next()) {
      this.#now = next.wakesAt;
      next.wake();
    }
    this.#now = target;
  }

  /**
   * Moves from sleeper to sleeper until `work` has settled, so that nothing waits in real time.
   *
   * @throws Error when `work` waits for something else than this clock.
   */
  async drive<T>(work: Promise<T>): Promise<T> {
    let settled = false;
    const done = work.finally(() => {
      settled = true;
    });
    done.catch(() => undefined);
    for (;;) {
      await new Promise(setImmediate);
      if (settled) {
        return done;
      }
      const next = this.#next();
      if (next === undefined) {
        throw new Error('the work waits, but nobody sleeps on this clock; resolve what it waits for');
      }
      this.advance(next.wakesAt - this.#now);
    }
  }

  #next(): Sleeper | undefined {
    return [...this.#sleepers].sort((one, other) => one.wakesAt - other.wakesAt)[0];
  }
}
