import type { EpochMillis } from '../../../contracts/time.ts';
import type { OutboxStore } from '../ports/index.ts';
import { entriesOfKey, type Room } from './entries-of-key.ts';
import { isFifoTopic } from './publish-entry.ts';
import type { BatchEntry, RelayBatch } from './relay-batch.ts';
import { recordedAt, type StreamRecord } from './stream-record.ts';
import type { TopicArns } from './unpublishable.ts';

/** Age from which the sweeper has probably published most of what a batch shows, so that all of its keys are looked up. */
const LATE_MS = 60 * 60_000;
/** Keys whose entries are read together. */
const KEYS_AT_A_TIME = 25;
/** What one batch may take from the table beside what it shows: a function's memory must hold it. */
const MOST_BYTES = 8 * 1024 * 1024;

/** What a batch is caught up with. */
export interface CatchUp {
  readonly batch: RelayBatch;
  readonly store: Pick<OutboxStore, 'ofKey'>;
  readonly topicArns: TopicArns;
  readonly isLate: boolean;
}

/** Whether records are so old that others may have published what they show. */
export function areLate(records: readonly StreamRecord[], now: EpochMillis): boolean {
  const oldest = records[0] && recordedAt(records[0]);
  return oldest !== undefined && now - oldest >= LATE_MS;
}

/**
 * The entries of a batch as they are to be published: each key's in order, preceded by what only the table holds of it.
 *
 * A stream that was trimmed or replaced does not show what was left unpublished before, and a transaction may be shown in
 * two batches, in any order. Keys of FIFO topics are looked up for that reason, all keys of a late batch to leave out what
 * has been published. Records of keys that cannot be read, or hold more than fits, come back.
 */
export async function caughtUp(received: readonly BatchEntry[], catchUp: CatchUp): Promise<readonly BatchEntry[]> {
  const byKey = [...Map.groupBy(received, ({ entry }) => entry.orderingKey).values()];
  const lookedUp = byKey.filter((ofKey) => isLookedUp(ofKey, catchUp));
  const entries = byKey.filter((ofKey) => !isLookedUp(ofKey, catchUp)).flat();
  const room: Room = { bytes: MOST_BYTES };
  for (let first = 0; first < lookedUp.length; first += KEYS_AT_A_TIME) {
    const chunk = lookedUp.slice(first, first + KEYS_AT_A_TIME);
    const ofChunk = await Promise.all(chunk.map((ofKey) => entriesOfKey(ofKey, room, catchUp)));
    entries.push(...ofChunk.flat());
  }
  return entries;
}

const isLookedUp = (ofKey: readonly BatchEntry[], { isLate, topicArns }: CatchUp): boolean =>
  isLate || ofKey.some(({ entry }) => isFifoTopic(topicArns.get(entry.topic) ?? ''));
