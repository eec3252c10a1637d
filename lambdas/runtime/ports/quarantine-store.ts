import type { OutboxRowKey } from './outbox-store.ts';

/** An event, or a change of an item, that no topic will ever take. */
export interface QuarantinedRecord {
  readonly key: OutboxRowKey;
  /** Code and message of the refusal. */
  readonly reason: string;
  /** What a person needs to publish it after all: the attributes of an outbox row, or the item as text. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Where events are set aside that have no row of their own in an outbox table. */
export interface QuarantineStore {
  /**
   * Keeps a record until a person removes it. Idempotent: the same key is kept once, with the last reason.
   *
   * Attributes that are too large for an item are left out; key and reason never are.
   */
  keep(record: QuarantinedRecord): Promise<void>;
}
