import { eventually, throttleFunction } from 'fanout/testing';
import type { Platform } from '../platform.ts';
import type { Tally } from '../watch/tally.ts';
import { type Episode, episode } from './episode.ts';

/** Long enough for a message to arrive behind another consumer's outage; targets without throttle lines take it all. */
const LONGEST_MS = 15_000;

/**
 * Throttles the function whose outputs start with `id` until an invocation was refused, for 15 seconds at most.
 *
 * It is throttled when the call resolves.
 */
export async function beginThrottle(
  { clients, outputs }: Platform,
  id: string,
  tally: Tally,
  signal: AbortSignal,
): Promise<Episode> {
  const before = tally.invocations(id).throttles;
  const restore = await throttleFunction(clients, outputs.get(`${id}FunctionName`));
  const refused = eventually(() => tally.invocations(id).throttles > before, {
    deadlineMs: LONGEST_MS,
    what: `an invocation of ${id} being throttled`,
    signal,
  });
  // Whether one was refused is counted elsewhere; here it only ends the waiting.
  return episode(refused.then(restore, restore));
}
