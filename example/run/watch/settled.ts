import { setTimeout as sleep } from 'node:timers/promises';
import type { Platform } from '../platform.ts';
import { isEmpty, readBacklog } from './platform-watch.ts';

/** How long to wait for a platform to come to rest. */
export interface SettleOptions {
  readonly deadlineMs: number;
  /** Whether whoever else puts messages on their way has finished. */
  readonly isIdle: () => Promise<boolean>;
  readonly signal: AbortSignal;
}

/** Looks in a row that must find nothing: a message may be between outbox and queue, and counts on AWS are approximate. */
const QUIET_LOOKS = 3;
const LOOK_INTERVAL_MS = 200;

/**
 * Waits until nothing is on its way: outbox and queues empty, several looks in a row.
 *
 * @returns whether it came to rest before the deadline and the signal.
 */
export async function waitUntilSettled(
  platform: Platform,
  { deadlineMs, isIdle, signal }: SettleOptions,
): Promise<boolean> {
  const startedAt = performance.now();
  for (let quiet = 0; quiet < QUIET_LOOKS; ) {
    if (signal.aborted || performance.now() - startedAt > deadlineMs) {
      return false;
    }
    const [backlog, idle] = await Promise.all([readBacklog(platform), isIdle()]);
    quiet = idle && isEmpty(backlog) ? quiet + 1 : 0;
    await sleep(LOOK_INTERVAL_MS, undefined, { signal }).catch(() => {});
  }
  return true;
}
