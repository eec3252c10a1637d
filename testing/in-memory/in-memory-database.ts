import type { FailureReport } from '../../contracts/failure.ts';
import { inboxTable, outboxTable } from '../../contracts/tables.ts';
import { type EpochMillis, type EpochSeconds, epochMillis } from '../../contracts/time.ts';
import { DynamoDb } from '../../embedded/engine/dynamodb/dynamodb.ts';
import type { DynamoDbOptions } from '../../embedded/engine/dynamodb/dynamodb-options.ts';
import type { MarkerRow } from '../../lambdas/runtime/inbox/inbox-row.ts';
import type { AttemptRecord } from '../../lambdas/runtime/ports/index.ts';
import { InMemoryOutboxStore } from './in-memory-outbox-store.ts';
import { SeededRandom } from './seeded-random.ts';

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

/** How an in-memory database behaves. */
export interface InMemoryDatabaseOptions extends DynamoDbOptions {
  /**
   * What the time to live of the inbox, tokens and the age of stream records go by.
   *
   * @default - time stands still
   */
  readonly clock?: { now(): number };
  /** @default - a seed of its own */
  readonly random?: { fraction(): number };
}

/** A key attribute; a name alone stands for a text. */
export type InMemoryKey = string | { readonly name: string; readonly type: 'S' | 'N' | 'B' };

const INBOX = 'fanout-inbox';
const OUTBOX = 'fanout-outbox';

/** What the in-memory stores share: tables of the engine's DynamoDB, every one with a stream. */
export class InMemoryDatabase {
  /** The model of DynamoDB below: for its streams, and for transactions that overlap. */
  readonly dynamoDb: DynamoDb;
  readonly inboxTable = INBOX;
  readonly outboxTable = OUTBOX;
  readonly outbox: InMemoryOutboxStore;
  readonly #clock: { now(): number };
  readonly #streamArns = new Map<string, string>();
  readonly #keyNames = new Map<string, readonly string[]>();

  /** Takes the key attributes of each business table by its name: the partition key, and perhaps the sort key. */
  constructor(
    keySchemas: Readonly<Record<string, readonly InMemoryKey[]>> = {},
    { clock = { now: () => 0 }, random = new SeededRandom(), ...options }: InMemoryDatabaseOptions = {},
  ) {
    this.#clock = clock;
    this.dynamoDb = new DynamoDb({ clock, random: { next: () => random.fraction() } }, options);
    this.#createTable(INBOX, [inboxTable.partitionKey]);
    this.#createTable(OUTBOX, [outboxTable.partitionKey, outboxTable.sortKey]);
    for (const [tableName, keys] of Object.entries(keySchemas)) {
      this.#createTable(tableName, keys);
    }
    this.dynamoDb.updateTimeToLive({
      tableName: INBOX,
      timeToLiveSpecification: { enabled: true, attributeName: inboxTable.ttlAttribute },
    });
    this.outbox = new InMemoryOutboxStore([], { dynamoDb: this.dynamoDb, tableName: OUTBOX });
  }

  now(): EpochMillis {
    return epochMillis(this.#clock.now());
  }

  /** Claims and markers by idempotency key, as they are now. */
  get markers(): ReadonlyMap<string, InMemoryMarker> {
    return this.#rows((row) => (row['state'] === undefined ? undefined : markerOf(row)));
  }

  /** Records of failed and started runs, as they are now. */
  get attempts(): ReadonlyMap<string, AttemptRecord> {
    return this.#rows(({ [inboxTable.partitionKey]: _key, [inboxTable.ttlAttribute]: _expiresAt, ...record }) =>
      record['attempts'] === undefined ? undefined : (record as unknown as AttemptRecord),
    );
  }

  /** Explanations of dead letters that had no room for them. */
  get deadLetterReports(): ReadonlyMap<string, FailureReport> {
    return this.#rows((row) => row['report'] as FailureReport | undefined);
  }

  /** ARN of a table's stream. */
  streamArn(tableName: string): string {
    this.assertTable(tableName);
    return this.#streamArns.get(tableName) as string;
  }

  /** All items of a table, in the order in which their partition keys came. */
  items(tableName: string): readonly InMemoryItem[] {
    this.assertTable(tableName);
    return this.dynamoDb.itemsOf(tableName).map((item) => structuredClone(item));
  }

  /** The item with the key attributes of `keyOrItem`. */
  item(tableName: string, keyOrItem: InMemoryItem): InMemoryItem | undefined {
    const key = this.#keyIn(tableName, keyOrItem);
    return structuredClone(this.dynamoDb.getItem({ tableName, key, consistentRead: true }).item);
  }

  put(tableName: string, item: InMemoryItem): void {
    this.assertTable(tableName);
    this.dynamoDb.putItem({ tableName, item });
  }

  delete(tableName: string, key: InMemoryItem): void {
    this.dynamoDb.deleteItem({ tableName, key: this.#keyIn(tableName, key) });
  }

  /** @throws Error when nobody has named the key attributes of the table. */
  assertTable(tableName: string): void {
    if (!this.#keyNames.has(tableName)) {
      throw new Error(`table ${tableName} is unknown; name its key attributes in the InMemoryDatabase`);
    }
  }

  #createTable(tableName: string, keys: readonly InMemoryKey[]): void {
    const attributes = keys.map((key) => (typeof key === 'string' ? ({ name: key, type: 'S' } as const) : key));
    const { latestStreamArn } = this.dynamoDb.createTable({
      tableName,
      keySchema: attributes.map(({ name }, index) => ({
        attributeName: name,
        keyType: index === 0 ? 'HASH' : 'RANGE',
      })),
      attributeDefinitions: attributes.map(({ name, type }) => ({ attributeName: name, attributeType: type })),
      streamSpecification: { streamEnabled: true, streamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    this.#keyNames.set(
      tableName,
      attributes.map(({ name }) => name),
    );
    this.#streamArns.set(tableName, latestStreamArn as string);
  }

  #keyIn(tableName: string, item: InMemoryItem): InMemoryItem {
    this.assertTable(tableName);
    const names = this.#keyNames.get(tableName) ?? [];
    return Object.fromEntries(names.map((name) => [name, item[name]]));
  }

  /** Rows of the inbox by key, those for which `read` answers something. */
  #rows<Value>(read: (row: InMemoryItem) => Value | undefined): ReadonlyMap<string, Value> {
    return new Map(
      this.dynamoDb.itemsOf(INBOX).flatMap((row) => {
        const value = read(row);
        return value === undefined ? [] : [[row[inboxTable.partitionKey] as string, value] as const];
      }),
    );
  }
}

function markerOf(row: InMemoryItem): InMemoryMarker {
  const { state, fingerprint, owner, ...marker } = row as unknown as MarkerRow & {
    readonly expiresAt: EpochSeconds;
    readonly leaseEndsAt?: EpochMillis;
    readonly result?: string;
  };
  return {
    fingerprint,
    expiresAt: marker.expiresAt,
    completed: state === 'completed',
    ...(owner !== undefined && marker.leaseEndsAt !== undefined && { lease: { owner, endsAt: marker.leaseEndsAt } }),
    ...(marker.result !== undefined && { result: marker.result }),
  };
}
