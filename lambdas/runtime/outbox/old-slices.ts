import type { EpochMillis } from '../../../contracts/time.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import type { OutboxStore } from '../ports/index.ts';
import { messageBytes } from './message-size.ts';

/** A key may hold more than a function's memory: it is read and published in slices of about this size. */
const SLICE_BYTES = 1024 * 1024;

/**
 * The entries of one ordering key that a sweep publishes, in order of sequence and in slices, each up to its last old entry.
 * The young ones behind it are the relay's; those between old ones go along, for the order's sake.
 *
 * Reads no further than it is asked. Throws when the table cannot be read.
 */
export async function* oldSlices(
  store: Pick<OutboxStore, 'ofKey'>,
  orderingKey: string,
  cutoff: EpochMillis,
): AsyncGenerator<readonly OutboxEntry[], void> {
  let slice: OutboxEntry[] = [];
  let bytes = 0;
  for await (const entry of store.ofKey(orderingKey)) {
    slice.push(entry);
    bytes += messageBytes(entry.body, entry.attributes);
    if (bytes >= SLICE_BYTES) {
      const old = throughLastOld(slice, cutoff);
      yield old;
      if (old.length < slice.length) {
        return;
      }
      slice = [];
      bytes = 0;
    }
  }
  yield throughLastOld(slice, cutoff);
}

const throughLastOld = (slice: readonly OutboxEntry[], cutoff: EpochMillis): readonly OutboxEntry[] =>
  slice.slice(0, slice.findLastIndex(({ createdAt }) => createdAt <= cutoff) + 1);
