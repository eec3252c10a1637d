import type { EpochMillis } from '../../../contracts/time.ts';
import type { OutboxEntry } from '../outbox-entry.ts';

/** Names an entry. */
export type OutboxEntryKey = Pick<OutboxEntry, 'orderingKey' | 'sequence' | 'eventId' | 'topic'>;

/** What the database has committed and nobody has published. */
export interface OutboxStore {
  /**
   * Deletes published entries, any number. Idempotent.
   *
   * @returns the keys that the service did not confirm; those entries are published again by the sweeper.
   */
  delete(keys: readonly OutboxEntryKey[]): Promise<readonly OutboxEntryKey[]>;
  /** Sets an entry aside with a reason: it is no longer published and no longer counted as unpublished. Idempotent; does nothing when the entry is gone. */
  quarantine(key: OutboxEntryKey, reason: string): Promise<void>;
  /** Entries created at or before `cutoff`, in no particular order, quarantined ones left out. Reads consistently. */
  olderThan(cutoff: EpochMillis): AsyncIterable<OutboxEntry>;
  /** All entries of an ordering key in order of sequence, quarantined ones left out. Reads consistently. */
  ofKey(orderingKey: string): Promise<readonly OutboxEntry[]>;
}
