import { setTimeout as sleep } from 'node:timers/promises';
import { pauseMapping, resumeMapping } from 'fanout/testing';
import type { Platform } from '../platform.ts';

const OUTAGE_MS = 2_000;

/** Takes the consumer whose outputs start with `id` out of service for two seconds. What arrives meanwhile waits. */
export async function outageEpisode({ clients, outputs }: Platform, id: string, signal: AbortSignal): Promise<void> {
  const mapping = outputs.get(`${id}MappingId`);
  await pauseMapping(clients, mapping);
  try {
    await sleep(OUTAGE_MS, undefined, { signal }).catch(() => {});
  } finally {
    await resumeMapping(clients, mapping);
  }
}
