import type { EpochMillis } from '../../../contracts/time.ts';
import type { OutboxEntry } from '../outbox-entry.ts';

/** Names a row of the outbox table, also one that is not an entry. An entry's key is made by `outboxKeyOf`. */
export interface OutboxRowKey {
  /** Partition key: the ordering key. */
  readonly orderingKey: string;
  readonly sortKey: string;
}

/** What the database has committed and nobody has published. */
export interface OutboxStore {
  /**
   * Deletes published entries, any number. Idempotent.
   *
   * @returns the keys that the service did not confirm; those entries are published again by the sweeper.
   */
  delete(keys: readonly OutboxRowKey[]): Promise<readonly OutboxRowKey[]>;
  /** Sets a row aside with a reason: it is no longer published and no longer counted as unpublished. Idempotent; does nothing when the row is gone. */
  quarantine(key: OutboxRowKey, reason: string): Promise<void>;
  /**
   * Entries created at or before `cutoff`, in no particular order, quarantined ones left out. Reads consistently.
   * A row that is no entry is quarantined on the way.
   */
  olderThan(cutoff: EpochMillis): AsyncIterable<OutboxEntry>;
  /**
   * All entries of an ordering key in order of sequence, quarantined ones left out. Reads consistently, and no further
   * than it is iterated.
   */
  ofKey(orderingKey: string): AsyncIterable<OutboxEntry>;
}
