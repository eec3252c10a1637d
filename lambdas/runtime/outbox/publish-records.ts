import type { OutboxEntry } from '../outbox-entry.ts';

/** What the database keeps of entries while they are published. One for each run of `publishEntries`. */
export interface PublishRecords {
  /** Forgets an entry that its topic has confirmed, now or by the next {@link flush}. Never called for one that it has not. */
  published(entry: OutboxEntry): void;
  /** Sets an entry aside that no topic will ever take. Rejects when that could not be written down. */
  quarantine(entry: OutboxEntry, reason: string): Promise<void>;
  /**
   * Waits for what {@link published} began.
   *
   * @returns the number of entries that are not forgotten; the sweeper publishes them again.
   */
  flush(): Promise<number>;
}
