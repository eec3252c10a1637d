import { dynamoDbLimits } from '../../contracts/limits.ts';
import { outboxTable } from '../../contracts/tables.ts';
import type { EpochMillis } from '../../contracts/time.ts';
import { DynamoDb } from '../../embedded/engine/dynamodb/dynamodb.ts';
import type { Page } from '../../embedded/engine/dynamodb/page.ts';
import { entryOfRow, type OutboxRow, rowOf } from '../../lambdas/runtime/outbox/outbox-row.ts';
import type { OutboxEntry } from '../../lambdas/runtime/outbox-entry.ts';
import type { OutboxRowKey, OutboxStore } from '../../lambdas/runtime/ports/index.ts';
import { failedItem } from './engine-words.ts';
import { SeededRandom } from './seeded-random.ts';

/** Where an outbox's rows are. */
export interface OutboxLocation {
  readonly dynamoDb: DynamoDb;
  readonly tableName: string;
}

/** The outbox on the engine's DynamoDB, with the rows and expressions of the real adapter. */
export class InMemoryOutboxStore implements OutboxStore {
  readonly #dynamoDb: DynamoDb;
  readonly #tableName: string;

  /** Begins with `entries`, in a table of its own unless a `location` is given. */
  constructor(entries: readonly OutboxEntry[] = [], location: OutboxLocation = ownTable()) {
    this.#dynamoDb = location.dynamoDb;
    this.#tableName = location.tableName;
    this.put(entries);
  }

  /** Commits entries, as a transaction would. */
  put(entries: readonly OutboxEntry[]): void {
    for (const entry of entries) {
      this.#dynamoDb.putItem({ tableName: this.#tableName, item: rowOf(entry) });
    }
  }

  /** Every entry in the table, quarantined ones included: those of an ordering key in order of sequence. */
  all(): readonly OutboxEntry[] {
    return entriesOf(this.#dynamoDb.itemsOf(this.#tableName));
  }

  /** Why an entry was set aside; undefined when it was not. */
  quarantineReason(key: OutboxRowKey): string | undefined {
    const { item } = this.#dynamoDb.getItem({ tableName: this.#tableName, key: rowKey(key), consistentRead: true });
    return item?.['quarantine'] as string | undefined;
  }

  async delete(keys: readonly OutboxRowKey[]): Promise<readonly OutboxRowKey[]> {
    const left = [...new Map(keys.map((key) => [JSON.stringify(rowKey(key)), key])).values()];
    const unconfirmed: OutboxRowKey[] = [];
    while (left.length > 0) {
      const chunk = left.splice(0, dynamoDbLimits.batchWriteActions);
      unconfirmed.push(...this.#deleteChunk(chunk));
    }
    return unconfirmed;
  }

  async quarantine(key: OutboxRowKey, reason: string): Promise<void> {
    try {
      this.#dynamoDb.updateItem({
        tableName: this.#tableName,
        key: rowKey(key),
        updateExpression: 'SET quarantine = :reason',
        conditionExpression: 'attribute_exists(pk)',
        expressionAttributeValues: { ':reason': reason },
      });
    } catch (error) {
      failedItem(error);
    }
  }

  async *olderThan(cutoff: EpochMillis): AsyncIterable<OutboxEntry> {
    const pages = this.#pages((exclusiveStartKey) =>
      this.#dynamoDb.scan({
        tableName: this.#tableName,
        consistentRead: true,
        filterExpression:
          'attribute_not_exists(quarantine) AND (createdAt <= :cutoff OR attribute_not_exists(createdAt))',
        expressionAttributeValues: { ':cutoff': cutoff },
        exclusiveStartKey,
      }),
    );
    for (const row of pages) {
      const read = entryOfRow(row);
      if (read.ok) {
        yield read.entry;
      } else {
        await this.quarantine(keyOfRow(row), `ENTRY_INVALID: ${read.problem}`);
      }
    }
  }

  async *ofKey(orderingKey: string): AsyncIterable<OutboxEntry> {
    const pages = this.#pages((exclusiveStartKey) =>
      this.#dynamoDb.query({
        tableName: this.#tableName,
        consistentRead: true,
        keyConditionExpression: 'pk = :orderingKey',
        filterExpression: 'attribute_not_exists(quarantine)',
        expressionAttributeValues: { ':orderingKey': orderingKey },
        exclusiveStartKey,
      }),
    );
    for (const row of pages) {
      yield* entriesOf([row]);
    }
  }

  #deleteChunk(keys: readonly OutboxRowKey[]): readonly OutboxRowKey[] {
    const { unprocessedItems } = this.#dynamoDb.batchWriteItem({
      requestItems: { [this.#tableName]: keys.map((key) => ({ deleteRequest: { key: rowKey(key) } })) },
    });
    return (unprocessedItems[this.#tableName] ?? []).flatMap((request) =>
      'deleteRequest' in request ? [keyOfRow(request.deleteRequest.key)] : [],
    );
  }

  *#pages(read: (exclusiveStartKey: OutboxRow | undefined) => Page): Iterable<OutboxRow> {
    let from: OutboxRow | undefined;
    do {
      const page = read(from);
      yield* page.items ?? [];
      from = page.lastEvaluatedKey;
    } while (from !== undefined);
  }
}

function ownTable(): OutboxLocation {
  const random = new SeededRandom();
  const dynamoDb = new DynamoDb({ clock: { now: () => 0 }, random: { next: () => random.fraction() } });
  const names = [outboxTable.partitionKey, outboxTable.sortKey];
  dynamoDb.createTable({
    tableName: 'outbox',
    keySchema: names.map((attributeName, index) => ({ attributeName, keyType: index === 0 ? 'HASH' : 'RANGE' })),
    attributeDefinitions: names.map((attributeName) => ({ attributeName, attributeType: 'S' })),
  });
  return { dynamoDb, tableName: 'outbox' };
}

const entriesOf = (rows: readonly OutboxRow[]): readonly OutboxEntry[] =>
  rows.map(entryOfRow).flatMap((read) => (read.ok ? [read.entry] : []));

const rowKey = ({ orderingKey, sortKey }: OutboxRowKey): Readonly<Record<string, string>> => ({
  [outboxTable.partitionKey]: orderingKey,
  [outboxTable.sortKey]: sortKey,
});

const keyOfRow = (row: OutboxRow): OutboxRowKey => ({
  orderingKey: row[outboxTable.partitionKey] as string,
  sortKey: row[outboxTable.sortKey] as string,
});
