import { setTimeout as sleep } from 'node:timers/promises';
import { isBadInput, TargetError } from './targets/target-error.ts';
import { UnknownNameError } from './unknown-name-error.ts';

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
   * Whether an error of the check ends the waiting at once, because it cannot become right.
   *
   * @default - a name that the stack does not have ({@link UnknownNameError}), a {@link TargetError} about what was asked
   * for, and a `ReferenceError`, a slip in the check itself. A `TypeError` is awaited: a check that reads of what is not
   * there yet throws one
   */
  readonly isFinal?: (error: unknown) => boolean;
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
 * @throws Error when the deadline passes, with the number of checks and the last one's error, which is its cause too; or
 * an error of the check that is final, as it is.
 */
export async function eventually<Result>(
  check: () => Result | Promise<Result>,
  options: EventuallyOptions,
): Promise<Exclude<Result, false>> {
  const { deadlineMs, what, intervalMs = 50, isFinal = isHopeless, signal } = options;
  const startedAt = performance.now();
  for (let checks = 1; ; checks++) {
    signal?.throwIfAborted();
    const answer = await attempt(check);
    if (answer.held) {
      return answer.result;
    }
    if (answer.threw && isFinal(answer.error)) {
      throw answer.error;
    }
    if (performance.now() - startedAt + intervalMs > deadlineMs) {
      const times = checks === 1 ? 'checked once' : `checked ${checks} times`;
      throw new Error(`${what} did not happen within ${deadlineMs} ms (${times}): ${reasonOf(answer)}`, {
        cause: answer.threw ? answer.error : undefined,
      });
    }
    await sleep(intervalMs, undefined, { signal }).catch(() => {});
  }
}

type NotYet = { held: false; threw: false } | { held: false; threw: true; error: unknown };
type Attempt<Result> = { held: true; result: Exclude<Result, false> } | NotYet;

async function attempt<Result>(check: () => Result | Promise<Result>): Promise<Attempt<Result>> {
  try {
    const result = await check();
    return result === false ? { held: false, threw: false } : { held: true, result: result as Exclude<Result, false> };
  } catch (error) {
    return { held: false, threw: true, error };
  }
}

const isHopeless = (error: unknown): boolean =>
  error instanceof UnknownNameError ||
  error instanceof ReferenceError ||
  (error instanceof TargetError && isBadInput(error));

function reasonOf(answer: NotYet): string {
  if (!answer.threw) {
    return 'the last check answered false';
  }
  const { error } = answer;
  return error instanceof Error ? error.message || error.name : String(error);
}
