import { addMillis, type EpochMillis } from '../../contracts/time.ts';
import { HandlerTimeoutError, MessagingError } from './errors.ts';
import type { Invocation } from './invocation.ts';
import type { Clock } from './ports/index.ts';

/** Last moments of an invocation, in milliseconds before its end. Shorter for invocations of less than 3 s, in proportion. */
const NO_START_BEFORE_END_MS = 1_000;
const ABORT_BEFORE_END_MS = 700;
const ABANDON_BEFORE_END_MS = 400;
const FULL_MARGINS_FROM_MS = 3_000;

/** The time limit of one invocation. */
export interface Deadline {
  /** When Lambda ends the invocation. */
  readonly invocationEndsAt: EpochMillis;
  /** Length of the invocation when it began, in milliseconds. */
  readonly invocationMs: number;
  /** Aborts shortly before the end, so that handlers can stop by themselves. */
  readonly signal: AbortSignal;
  /** Milliseconds until the signal aborts, at least 0. */
  remainingMs(): number;
  /** Whether enough time is left to start a handler. Always true when the invocation begins, so every batch gets on. */
  allowsStart(): boolean;
  /**
   * Runs `work` and waits for it until shortly after the signal has aborted.
   *
   * @throws HandlerTimeoutError when `work` is still running then (`abandoned`), or failed because of the signal.
   */
  run<T>(work: () => T | Promise<T>): Promise<T>;
  /** Ends the watch. Call it when the invocation's work is done. */
  stop(): void;
}

/** Starts the watch over one invocation. */
export function startDeadline(clock: Clock, invocation: Invocation): Deadline {
  const startedAt = clock.now();
  const invocationMs = Math.max(0, invocation.remainingTimeMs());
  const scale = Math.min(1, invocationMs / FULL_MARGINS_FROM_MS);
  const invocationEndsAt = addMillis(startedAt, invocationMs);
  const before = (marginMs: number): EpochMillis => addMillis(invocationEndsAt, -marginMs * scale);
  const abortAt = before(ABORT_BEFORE_END_MS);
  const abort = new AbortController();
  const stopped = new AbortController();

  const watch = async (): Promise<boolean> => {
    await clock.sleep(abortAt - clock.now(), stopped.signal);
    if (!stopped.signal.aborted) {
      abort.abort(timeout('the handler was asked to stop: its invocation is about to end', false));
      await clock.sleep(before(ABANDON_BEFORE_END_MS) - clock.now(), stopped.signal);
    }
    return !stopped.signal.aborted;
  };
  const timeUp = watch();

  return {
    invocationEndsAt,
    invocationMs,
    signal: abort.signal,
    remainingMs: () => Math.max(0, abortAt - clock.now()),
    allowsStart: () => clock.now() <= before(NO_START_BEFORE_END_MS),
    run: (work) => runUntil(work, timeUp, abort.signal),
    stop: () => stopped.abort(),
  };
}

async function runUntil<T>(work: () => T | Promise<T>, timeUp: Promise<boolean>, signal: AbortSignal): Promise<T> {
  // In a `then`, so that a handler that throws before its first await rejects like any other.
  const settled = Promise.resolve().then(work);
  const abandoned = timeUp.then((isUp): never | Promise<never> => {
    if (isUp) {
      throw timeout('the handler had not returned when its invocation was about to end', true);
    }
    return new Promise(() => undefined);
  });
  try {
    return await Promise.race([settled, abandoned]);
  } catch (error) {
    if (signal.aborted && !(error instanceof MessagingError)) {
      throw timeout('the handler stopped because its invocation was about to end', false, error);
    }
    throw error;
  }
}

const timeout = (message: string, abandoned: boolean, cause?: unknown): HandlerTimeoutError =>
  new HandlerTimeoutError(message, { abandoned, cause });
