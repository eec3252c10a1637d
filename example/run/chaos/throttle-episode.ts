import { setTimeout as sleep } from 'node:timers/promises';
import { throttleFunction } from 'fanout/testing';
import type { Platform } from '../platform.ts';
import type { Tally } from '../watch/tally.ts';

/** Long enough for a busy mapping to run into it; on targets without throttle lines it lasts this long. */
const LONGEST_MS = 4_000;
const LOOK_INTERVAL_MS = 100;

/** Throttles the function whose outputs start with `id` until an invocation was refused, for four seconds at most. */
export async function throttleEpisode(
  { clients, outputs }: Platform,
  id: string,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const before = tally.invocations(id).throttles;
  const end = performance.now() + LONGEST_MS;
  const restore = await throttleFunction(clients, outputs.get(`${id}FunctionName`));
  try {
    while (tally.invocations(id).throttles === before && performance.now() < end && !signal.aborted) {
      await sleep(LOOK_INTERVAL_MS, undefined, { signal }).catch(() => {});
    }
  } finally {
    await restore();
  }
}
