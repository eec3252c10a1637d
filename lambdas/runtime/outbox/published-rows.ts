import { dynamoDbLimits } from '../../../contracts/limits.ts';
import type { OutboxRowKey, OutboxStore } from '../ports/index.ts';

/**
 * Deletes the rows of published entries while others are still being published, 25 at a time: the sooner a row is
 * gone, the fewer copies a crash makes.
 */
export class PublishedRows {
  readonly #store: Pick<OutboxStore, 'delete'>;
  readonly #deletions: Promise<number>[] = [];
  #waiting: OutboxRowKey[] = [];

  constructor(store: Pick<OutboxStore, 'delete'>) {
    this.#store = store;
  }

  /** Takes the key of a row whose entry the topic has confirmed. Never one that it has not. */
  add(key: OutboxRowKey): void {
    this.#waiting.push(key);
    if (this.#waiting.length === dynamoDbLimits.batchWriteActions) {
      this.#deleteWaiting();
    }
  }

  /**
   * Deletes the rest and waits for all deletions.
   *
   * @returns the number of rows that are still there; the sweeper publishes their entries again.
   */
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
