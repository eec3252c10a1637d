import type { OutboxEntry } from '../outbox-entry.ts';
import type { QuarantineStore } from '../ports/index.ts';
import { outboxKeyOf, rowOf } from './outbox-row.ts';
import type { PublishRecords } from './publish-records.ts';
import { quarantineKey } from './quarantine-key.ts';

/** What the database keeps of events that live in business items: nothing, but for those that cannot be published. */
export class ItemQuarantine implements PublishRecords {
  readonly #store: QuarantineStore;

  constructor(store: QuarantineStore) {
    this.#store = store;
  }

  published(): void {
    // The item is its user's; the stream's position says what is published.
  }

  quarantine(entry: OutboxEntry, reason: string): Promise<void> {
    return this.#store.keep({ key: quarantineKey(outboxKeyOf(entry)), reason, attributes: rowOf(entry) });
  }

  async flush(): Promise<number> {
    return 0;
  }
}
