import { setTimeout as sleep } from 'node:timers/promises';
import { pauseMapping, resumeMapping } from 'fanout/testing';
import type { Platform } from '../platform.ts';
import { type Episode, episode } from './episode.ts';

const OUTAGE_MS = 2_000;

/**
 * Takes the consumer whose outputs start with `id` out of service for two seconds. What arrives meanwhile waits.
 *
 * It is out of service when the call resolves.
 */
export async function beginOutage({ clients, outputs }: Platform, id: string, signal: AbortSignal): Promise<Episode> {
  const mapping = outputs.get(`${id}MappingId`);
  await pauseMapping(clients, mapping);
  const back = () => resumeMapping(clients, mapping);
  return episode(sleep(OUTAGE_MS, undefined, { signal }).then(back, back));
}
