import type { EpochMillis } from '../../../contracts/time.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import type { OutboxStore } from '../ports/index.ts';
import { outboxKeyOf } from './outbox-row.ts';
import type { BatchEntry, RelayBatch } from './relay-batch.ts';
import { recordedAt, type StreamRecord } from './stream-record.ts';

/**
 * Age of a batch from which its keys are looked up in the table. The stream forgets after 24 hours, so a relay that
 * resumes after a longer outage finds records of nearly that age, with older ones missing before them; until it has
 * caught up to this age the sweeper has had time for what the stream forgot.
 */
const LATE_MS = 60 * 60_000;
/** Keys whose entries are read together. */
const KEYS_AT_A_TIME = 25;

/** Whether records before these may have been trimmed from the stream unread. */
export function mayFollowAGap(records: readonly StreamRecord[], now: EpochMillis): boolean {
  const oldest = records[0] && recordedAt(records[0]);
  return oldest !== undefined && now - oldest >= LATE_MS;
}

/**
 * What the table still holds of the keys of a late batch, in order of sequence, up to the batch's last entry of each.
 * So what the stream forgot goes before what it shows. Entries that are no longer in the table have been published.
 *
 * The records of a key that cannot be read now come back.
 */
export async function entriesInTable(
  received: readonly BatchEntry[],
  batch: RelayBatch,
  store: Pick<OutboxStore, 'ofKey'>,
): Promise<readonly BatchEntry[]> {
  const byKey = Map.groupBy(received, ({ entry }) => entry.orderingKey);
  const keys = [...byKey];
  const found: BatchEntry[] = [];
  for (let first = 0; first < keys.length; first += KEYS_AT_A_TIME) {
    const chunk = keys.slice(first, first + KEYS_AT_A_TIME);
    const ofChunk = await Promise.all(chunk.map(([key, ofKey]) => entriesOfKey(key, ofKey, batch, store)));
    found.push(...ofChunk.flat());
  }
  return found;
}

async function entriesOfKey(
  orderingKey: string,
  received: readonly BatchEntry[],
  batch: RelayBatch,
  store: Pick<OutboxStore, 'ofKey'>,
): Promise<readonly BatchEntry[]> {
  let inTable: readonly OutboxEntry[];
  try {
    inTable = await store.ofKey(orderingKey);
  } catch {
    for (const { record } of received) {
      batch.fail(record as StreamRecord, 'CATCH_UP_FAILED');
    }
    return [];
  }
  const recordOf = new Map(received.map(({ entry, record }) => [sortKeyOf(entry), record]));
  const last = [...recordOf.keys()].sort().at(-1) ?? '';
  return inTable
    .filter((entry) => sortKeyOf(entry) <= last)
    .map((entry) => ({ entry, record: recordOf.get(sortKeyOf(entry)) }));
}

const sortKeyOf = (entry: OutboxEntry): string => outboxKeyOf(entry).sortKey;
