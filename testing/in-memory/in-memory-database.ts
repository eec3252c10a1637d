import type { FailureReport } from '../../contracts/failure.ts';
import type { EpochMillis, EpochSeconds } from '../../contracts/time.ts';
import type { AttemptRecord } from '../../lambdas/runtime/ports/index.ts';
import { InMemoryOutboxStore } from './in-memory-outbox-store.ts';

/** An item of a business table. */
export type InMemoryItem = Readonly<Record<string, unknown>>;

/** A claim or completed marker as stored. */
export interface InMemoryMarker {
  readonly fingerprint: string;
  readonly expiresAt: EpochSeconds;
  /** Set while a claim is held, or was held and has ended. */
  readonly lease?: { readonly owner: string; readonly endsAt: EpochMillis };
  readonly completed: boolean;
  readonly result?: string;
}

/** What the in-memory stores share, as the real ones share DynamoDB. */
export class InMemoryDatabase {
  /** Claims and markers by idempotency key. */
  readonly markers = new Map<string, InMemoryMarker>();
  readonly attempts = new Map<string, AttemptRecord>();
  /** Explanations of dead letters that had no room for them. */
  readonly deadLetterReports = new Map<string, FailureReport>();
  readonly outbox = new InMemoryOutboxStore();
  readonly #keySchemas: Readonly<Record<string, readonly string[]>>;
  readonly #tables = new Map<string, Map<string, InMemoryItem>>();

  /** Takes the key attributes of each business table by its name. */
  constructor(keySchemas: Readonly<Record<string, readonly string[]>> = {}) {
    this.#keySchemas = keySchemas;
  }

  /** All items of a table, in the order of their creation. */
  items(tableName: string): readonly InMemoryItem[] {
    return [...this.#table(tableName).values()];
  }

  /** The item with the key attributes of `keyOrItem`. */
  item(tableName: string, keyOrItem: InMemoryItem): InMemoryItem | undefined {
    return this.#table(tableName).get(this.keyOf(tableName, keyOrItem));
  }

  put(tableName: string, item: InMemoryItem): void {
    this.#table(tableName).set(this.keyOf(tableName, item), structuredClone(item));
  }

  delete(tableName: string, key: InMemoryItem): void {
    this.#table(tableName).delete(this.keyOf(tableName, key));
  }

  /**
   * The key of an item as text.
   *
   * @throws Error when the table is unknown or the item lacks a key attribute.
   */
  keyOf(tableName: string, item: InMemoryItem): string {
    const names = this.#keySchemas[tableName];
    if (names === undefined) {
      throw new Error(`table ${tableName} is unknown; name its key attributes in the InMemoryDatabase`);
    }
    const missing = names.find((name) => item[name] === undefined);
    if (missing !== undefined) {
      throw new Error(`an item of ${tableName} must have the key attribute ${missing}`);
    }
    return JSON.stringify(names.map((name) => item[name]));
  }

  #table(tableName: string): Map<string, InMemoryItem> {
    const table = this.#tables.get(tableName) ?? new Map<string, InMemoryItem>();
    this.#tables.set(tableName, table);
    return table;
  }
}
