import { type Backlog, isEmpty } from './platform-watch.ts';

/** How to find out whether a platform has come to rest. */
export interface SettleOptions {
  /** What is waiting, looked at anew. */
  readonly nextBacklog: () => Promise<Backlog>;
  /** Whether whoever else puts messages on their way has finished. */
  readonly isIdle: () => Promise<boolean>;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

/** Looks in a row that must find nothing: a message may be between outbox and queue, and counts on AWS are approximate. */
const QUIET_LOOKS = 3;

/**
 * Waits until nothing is on its way: outbox and queues empty, several looks in a row.
 *
 * @returns whether it came to rest before the deadline and the signal.
 */
export async function waitUntilSettled(options: SettleOptions): Promise<boolean> {
  const { nextBacklog, isIdle, deadlineMs, signal } = options;
  const startedAt = performance.now();
  for (let quiet = 0; quiet < QUIET_LOOKS; ) {
    if (signal.aborted || performance.now() - startedAt > deadlineMs) {
      return false;
    }
    const [backlog, idle] = await Promise.all([nextBacklog(), isIdle()]);
    quiet = idle && isEmpty(backlog) ? quiet + 1 : 0;
  }
  return true;
}
