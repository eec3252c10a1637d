import type { OutboxEntry } from '../outbox-entry.ts';
import type { OutboxStore } from '../ports/index.ts';
import { messageBytes } from './message-size.ts';
import { inOrderOfTransactions } from './order-of-transactions.ts';
import { outboxKeyOf } from './outbox-row.ts';
import type { BatchEntry, RelayBatch } from './relay-batch.ts';
import type { StreamRecord } from './stream-record.ts';

/** Bytes of entries that may still be taken from the table. */
export interface Room {
  bytes: number;
}

/** What the table holds of a key, up to the last entry that a batch shows of it. */
interface Held {
  /** Sort keys of those that the batch shows. */
  readonly shown: ReadonlySet<string>;
  /** Those that it does not show, in order of sequence. */
  readonly others: readonly OutboxEntry[];
  /** Sort key of the first for which there was no room; unset when all were read. */
  readonly unreadFrom?: string;
}

/**
 * What is to be published of one ordering key: the entries that a batch shows, in their order, each preceded by those of
 * the table that were committed before it. What is shown and no longer in the table has been published.
 *
 * Records of a key that cannot be read come back, and so do those for whose predecessors there is no `room`.
 */
export async function entriesOfKey(
  received: readonly BatchEntry[],
  room: Room,
  { batch, store }: { readonly batch: RelayBatch; readonly store: Pick<OutboxStore, 'ofKey'> },
): Promise<readonly BatchEntry[]> {
  let held: Held;
  try {
    held = await readHeld(received, room, store);
  } catch {
    comeBack(received, 'CATCH_UP_FAILED', batch);
    return [];
  }
  const { shown, others, unreadFrom } = held;
  const isUnread = ({ entry }: BatchEntry): boolean => unreadFrom !== undefined && sortKeyOf(entry) >= unreadFrom;
  const unpublished = received.filter((one) => shown.has(sortKeyOf(one.entry)) || isUnread(one));
  comeBack(unpublished.filter(isUnread), 'CATCH_UP_UNFINISHED', batch);
  return withPredecessors(inOrderOfTransactions(unpublished), others).filter((one) => !isUnread(one));
}

async function readHeld(received: readonly BatchEntry[], room: Room, store: Pick<OutboxStore, 'ofKey'>): Promise<Held> {
  const asked = new Set(received.map(({ entry }) => sortKeyOf(entry)));
  const last = [...asked].sort().at(-1) ?? '';
  const shown = new Set<string>();
  const others: OutboxEntry[] = [];
  for await (const entry of store.ofKey(received[0]?.entry.orderingKey ?? '')) {
    const sortKey = sortKeyOf(entry);
    if (sortKey > last) {
      break;
    }
    if (asked.has(sortKey)) {
      shown.add(sortKey);
    } else if (room.bytes > 0) {
      room.bytes -= messageBytes(entry.body, entry.attributes);
      others.push(entry);
    } else {
      return { shown, others, unreadFrom: sortKey };
    }
  }
  return { shown, others };
}

/**
 * Puts each of the others before the first shown entry that it precedes. What was committed later than all of them, though
 * with a lower sequence, is left to the stream.
 */
function withPredecessors(shown: readonly BatchEntry[], others: readonly OutboxEntry[]): readonly BatchEntry[] {
  let waiting = others;
  return shown.flatMap((one) => {
    const first = waiting.filter((other) => precedes(other, one.entry));
    waiting = waiting.filter((other) => !precedes(other, one.entry));
    return [...first.map((entry) => ({ entry })), one];
  });
}

const precedes = (one: OutboxEntry, other: OutboxEntry): boolean =>
  sortKeyOf(one) < sortKeyOf(other) && one.createdAt <= other.createdAt;

const sortKeyOf = (entry: OutboxEntry): string => outboxKeyOf(entry).sortKey;

function comeBack(ones: readonly BatchEntry[], code: string, batch: RelayBatch): void {
  for (const { record } of ones) {
    batch.fail(record as StreamRecord, code);
  }
}
