import { dynamoDbLimits } from '../../../contracts/limits.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import type { OutboxRowKey, OutboxStore } from '../ports/index.ts';
import { outboxKeyOf } from './outbox-row.ts';
import type { PublishRecords } from './publish-records.ts';

/**
 * The rows of entries in the outbox table.
 *
 * Deletes those of published entries while others are still being published, 25 at a time: the sooner a row is gone,
 * the fewer copies a crash makes.
 */
export class EntryRows implements PublishRecords {
  readonly #store: Pick<OutboxStore, 'delete' | 'quarantine'>;
  readonly #deletions: Promise<number>[] = [];
  #waiting: OutboxRowKey[] = [];

  constructor(store: Pick<OutboxStore, 'delete' | 'quarantine'>) {
    this.#store = store;
  }

  published(entry: OutboxEntry): void {
    this.#waiting.push(outboxKeyOf(entry));
    if (this.#waiting.length === dynamoDbLimits.batchWriteActions) {
      this.#deleteWaiting();
    }
  }

  quarantine(entry: OutboxEntry, reason: string): Promise<void> {
    return this.#store.quarantine(outboxKeyOf(entry), reason);
  }

  async flush(): Promise<number> {
    if (this.#waiting.length > 0) {
      this.#deleteWaiting();
    }
    const left = await Promise.all(this.#deletions.splice(0));
    return left.reduce((total, count) => total + count, 0);
  }

  #deleteWaiting(): void {
    const keys = this.#waiting;
    this.#waiting = [];
    this.#deletions.push(
      this.#store.delete(keys).then(
        (unconfirmed) => unconfirmed.length,
        () => keys.length,
      ),
    );
  }
}
