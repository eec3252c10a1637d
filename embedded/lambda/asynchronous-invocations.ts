import type { InvokeResult } from './invocation.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html: two more attempts, after one and two minutes. */
const RETRY_DELAYS_MS = [60_000, 120_000];
const FIRST_THROTTLE_DELAY_MS = 1_000;
const MAX_THROTTLE_DELAY_MS = 300_000;
/** Lambda drops an event that it could not run for six hours. */
const MAX_EVENT_AGE_MS = 6 * 3_600_000;

/** Calls `run` once after `delayMs`, unless the returned function is called before. */
export type Later = (delayMs: number, run: () => void) => () => void;

interface Progress {
  readonly failures: number;
  readonly throttles: number;
  /** Milliseconds spent waiting so far. */
  readonly waitedMs: number;
}

/**
 * Runs invocations of type `Event` in the background, with Lambda's retries. What still fails is dropped, as Lambda does
 * without a destination.
 */
export class AsynchronousInvocations {
  readonly #later: Later;
  readonly #cancels = new Set<() => void>();
  #isStopped = false;

  constructor(later: Later = unreferencedTimer) {
    this.#later = later;
  }

  /** Starts `invoke` now, and again as long as it fails or is throttled; returns at once. */
  start(invoke: () => Promise<InvokeResult>): void {
    void this.#attempt(invoke, { failures: 0, throttles: 0, waitedMs: 0 });
  }

  /** Forgets what waits for a retry. */
  stop(): void {
    this.#isStopped = true;
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
  }

  async #attempt(invoke: () => Promise<InvokeResult>, progress: Progress): Promise<void> {
    const { outcome } = await invoke();
    const delayMs = outcome === 'success' ? undefined : retryDelayMs(outcome, progress);
    if (delayMs === undefined || this.#isStopped) return;
    const next = {
      failures: progress.failures + (outcome === 'error' ? 1 : 0),
      throttles: progress.throttles + (outcome === 'throttled' ? 1 : 0),
      waitedMs: progress.waitedMs + delayMs,
    };
    const cancel = this.#later(delayMs, () => {
      this.#cancels.delete(cancel);
      void this.#attempt(invoke, next);
    });
    this.#cancels.add(cancel);
  }
}

/** Undefined when the event is dropped. */
function retryDelayMs(outcome: 'error' | 'throttled', progress: Progress): number | undefined {
  if (outcome === 'error') return RETRY_DELAYS_MS[progress.failures];
  if (progress.waitedMs >= MAX_EVENT_AGE_MS) return undefined;
  return Math.min(FIRST_THROTTLE_DELAY_MS * 2 ** progress.throttles, MAX_THROTTLE_DELAY_MS);
}

/** A retry that is minutes away must not keep a finished program alive. */
function unreferencedTimer(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs).unref();
  return () => clearTimeout(timer);
}
