import type { Invocation } from '../runtime/invocation.ts';

/** Left for the runtime to answer Lambda after its last request was cut off. */
const RESERVE_MS = 100;
/** Outside an invocation, for example in a test. */
const WITHOUT_INVOCATION_MS = 30_000;

/**
 * Ends SDK requests, retries included, before Lambda ends the invocation. The SDK's own default is to wait for ever.
 *
 * One environment runs one invocation at a time, so its adapters share one.
 */
export class RequestDeadline {
  #invocation: Invocation = { remainingTimeMs: () => WITHOUT_INVOCATION_MS };

  /** Call at the start of each invocation. */
  begin(invocation: Invocation): void {
    this.#invocation = invocation;
  }

  /** Milliseconds in which requests may still be answered. */
  remainingMs(): number {
    return Math.max(0, this.#invocation.remainingTimeMs() - RESERVE_MS);
  }

  /** Options for `client.send`. */
  options(): { readonly abortSignal: AbortSignal } {
    return { abortSignal: AbortSignal.timeout(Math.max(1, this.remainingMs())) };
  }
}
