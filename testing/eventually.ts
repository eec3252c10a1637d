import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait for something, and what to call it when it does not come. */
export interface EventuallyOptions {
  /** Milliseconds from the call until it fails. */
  readonly deadlineMs: number;
  /** What is awaited, as the subject of "... did not happen within 5000 ms". */
  readonly what: string;
  /**
   * Milliseconds between the end of one check and the start of the next.
   *
   * @default 50
   */
  readonly intervalMs?: number;
  /**
   * Ends the waiting early: the call then rejects with the signal's reason.
   *
   * @default - none
   */
  readonly signal?: AbortSignal;
}

/**
 * Repeats `check` until it holds, and answers what it answered.
 *
 * A check says "not yet" by throwing (an assertion, for example) or by answering `false`. It is called at least once.
 *
 * @throws Error when the deadline passes, with the last check's error as cause.
 */
export async function eventually<Result>(
  check: () => Result | Promise<Result>,
  options: EventuallyOptions,
): Promise<Exclude<Result, false>> {
  const { deadlineMs, what, intervalMs = 50, signal } = options;
  const startedAt = performance.now();
  for (;;) {
    signal?.throwIfAborted();
    const answer = await attempt(check);
    if (answer.held) {
      return answer.result;
    }
    if (performance.now() - startedAt + intervalMs > deadlineMs) {
      const detail = answer.error instanceof Error ? `: ${answer.error.message}` : '';
      throw new Error(`${what} did not happen within ${deadlineMs} ms${detail}`, { cause: answer.error });
    }
    await sleep(intervalMs, undefined, { signal }).catch(() => {});
  }
}

type Attempt<Result> = { held: true; result: Exclude<Result, false> } | { held: false; error?: unknown };

async function attempt<Result>(check: () => Result | Promise<Result>): Promise<Attempt<Result>> {
  try {
    const result = await check();
    return result === false ? { held: false } : { held: true, result: result as Exclude<Result, false> };
  } catch (error) {
    return { held: false, error };
  }
}
