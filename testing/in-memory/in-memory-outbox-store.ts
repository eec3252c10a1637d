import type { EpochMillis } from '../../contracts/time.ts';
import { outboxKeyOf } from '../../lambdas/runtime/outbox/outbox-row.ts';
import type { OutboxEntry } from '../../lambdas/runtime/outbox-entry.ts';
import type { OutboxRowKey, OutboxStore } from '../../lambdas/runtime/ports/index.ts';

/** An outbox table in memory. */
export class InMemoryOutboxStore implements OutboxStore {
  readonly #entries = new Map<string, OutboxEntry>();
  readonly #quarantined = new Map<string, string>();

  constructor(entries: readonly OutboxEntry[] = []) {
    this.put(entries);
  }

  /** Commits entries, as a transaction would. */
  put(entries: readonly OutboxEntry[]): void {
    for (const entry of entries) {
      this.#entries.set(textOf(outboxKeyOf(entry)), entry);
    }
  }

  /** Everything in the table, quarantined entries included. */
  all(): readonly OutboxEntry[] {
    return [...this.#entries.values()];
  }

  /** Why an entry was set aside; undefined when it was not. */
  quarantineReason(key: OutboxRowKey): string | undefined {
    return this.#quarantined.get(textOf(key));
  }

  async delete(keys: readonly OutboxRowKey[]): Promise<readonly OutboxRowKey[]> {
    for (const key of keys) {
      this.#entries.delete(textOf(key));
      this.#quarantined.delete(textOf(key));
    }
    return [];
  }

  async quarantine(key: OutboxRowKey, reason: string): Promise<void> {
    if (this.#entries.has(textOf(key))) {
      this.#quarantined.set(textOf(key), reason);
    }
  }

  async *olderThan(cutoff: EpochMillis): AsyncIterable<OutboxEntry> {
    yield* this.#live().filter(({ createdAt }) => createdAt <= cutoff);
  }

  async ofKey(orderingKey: string): Promise<readonly OutboxEntry[]> {
    return this.#live()
      .filter((entry) => entry.orderingKey === orderingKey)
      .sort((one, other) => (outboxKeyOf(one).sortKey < outboxKeyOf(other).sortKey ? -1 : 1));
  }

  #live(): OutboxEntry[] {
    return this.all().filter((entry) => !this.#quarantined.has(textOf(outboxKeyOf(entry))));
  }
}

const textOf = ({ orderingKey, sortKey }: OutboxRowKey): string => JSON.stringify([orderingKey, sortKey]);
