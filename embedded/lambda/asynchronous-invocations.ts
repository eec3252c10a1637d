import type { InvokeResult } from './invocation.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html: two more attempts, after one and two minutes. */
const RETRY_DELAYS_MS = [60_000, 120_000];
const FIRST_THROTTLE_DELAY_MS = 1_000;
const MAX_THROTTLE_DELAY_MS = 300_000;
/** Lambda drops an event that it could not run for six hours. */
const MAX_EVENT_AGE_MS = 6 * 3_600_000;

/** Runs invocations of type `Event` in the background, with Lambda's retries. What still fails is dropped, as Lambda does without a destination. */
export class AsynchronousInvocations {
  readonly #retryDelaysMs: readonly number[];
  readonly #timers = new Set<NodeJS.Timeout>();
  #isStopped = false;

  constructor(retryDelaysMs: readonly number[] = RETRY_DELAYS_MS) {
    this.#retryDelaysMs = retryDelaysMs;
  }

  /** Starts `invoke` now and again as long as it fails or is throttled; returns at once. */
  start(invoke: () => Promise<InvokeResult>): void {
    void this.#attempt(invoke, { failures: 0, throttles: 0, since: performance.now() });
  }

  /** Forgets what waits for a retry. */
  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  async #attempt(invoke: () => Promise<InvokeResult>, progress: Progress): Promise<void> {
    const { outcome } = await invoke();
    if (this.#isStopped || outcome === 'success') return;
    const next = { ...progress };
    let delayMs: number | undefined;
    if (outcome === 'error') {
      delayMs = this.#retryDelaysMs[next.failures++];
    } else if (performance.now() - next.since < MAX_EVENT_AGE_MS) {
      delayMs = Math.min(FIRST_THROTTLE_DELAY_MS * 2 ** next.throttles++, MAX_THROTTLE_DELAY_MS);
    }
    if (delayMs !== undefined) this.#later(delayMs, () => void this.#attempt(invoke, next));
  }

  #later(delayMs: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, delayMs);
    // A retry that is minutes away must not keep a finished program alive.
    timer.unref();
    this.#timers.add(timer);
  }
}

interface Progress {
  failures: number;
  throttles: number;
  readonly since: number;
}
