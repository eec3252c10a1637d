import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { dynamoDbLimits } from '../../contracts/limits.ts';
import { outboxTable } from '../../contracts/tables.ts';
import type { EpochMillis } from '../../contracts/time.ts';
import { entryOfRow, type OutboxRow } from '../runtime/outbox/outbox-row.ts';
import type { OutboxEntry } from '../runtime/outbox-entry.ts';
import type { OutboxRowKey, OutboxStore } from '../runtime/ports/index.ts';
import { chunksOf } from './chunks.ts';
import { isPassing } from './dynamodb-failure.ts';
import { quarantineReason } from './quarantine-reason.ts';
import { type RetryPorts, retryInPlace } from './retry-in-place.ts';

/** Props for {@link DynamoDbOutboxStore}. */
export interface DynamoDbOutboxStoreProps extends RetryPorts {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** The outbox in a DynamoDB table with the key schema of `outboxTable`. */
export class DynamoDbOutboxStore implements OutboxStore {
  readonly #props: DynamoDbOutboxStoreProps;

  constructor(props: DynamoDbOutboxStoreProps) {
    this.#props = props;
  }

  async delete(keys: readonly OutboxRowKey[]): Promise<readonly OutboxRowKey[]> {
    // DynamoDB refuses a batch that names a row twice.
    const distinct = [...new Map(keys.map((key) => [JSON.stringify(rowKey(key)), key])).values()];
    const chunks = chunksOf(distinct, dynamoDbLimits.batchWriteActions).map((chunk) => this.#deleteChunk(chunk));
    return (await Promise.all(chunks)).flat();
  }

  async quarantine(key: OutboxRowKey, reason: string): Promise<void> {
    const { client, tableName, deadline } = this.#props;
    const update = new UpdateCommand({
      TableName: tableName,
      Key: rowKey(key),
      UpdateExpression: 'SET quarantine = :reason',
      ConditionExpression: 'attribute_exists(#pk)',
      ExpressionAttributeNames: { '#pk': outboxTable.partitionKey },
      ExpressionAttributeValues: { ':reason': quarantineReason(reason).quarantine },
    });
    try {
      await retryInPlace(() => client.send(update, deadline.options()), isPassing, this.#props);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) {
        throw error;
      }
    }
  }

  async *olderThan(cutoff: EpochMillis): AsyncIterable<OutboxEntry> {
    const { client, tableName, deadline } = this.#props;
    let from: Record<string, unknown> | undefined;
    do {
      const scan = new ScanCommand({
        TableName: tableName,
        ConsistentRead: true,
        // A row without a time is no entry; it would never be old enough to be noticed.
        FilterExpression:
          'attribute_not_exists(quarantine) AND (createdAt <= :cutoff OR attribute_not_exists(createdAt))',
        ExpressionAttributeValues: { ':cutoff': cutoff },
        ExclusiveStartKey: from,
      });
      const { Items: rows = [], LastEvaluatedKey: next } = await retryInPlace(
        () => client.send(scan, deadline.options()),
        isPassing,
        this.#props,
      );
      for (const row of rows) {
        const read = entryOfRow(row);
        if (read.ok) {
          yield read.entry;
        } else {
          // A row that cannot even be set aside must not keep the sweep from the entries behind it.
          await this.quarantine(keyOfRow(row), `ENTRY_INVALID: ${read.problem}`).catch(() => undefined);
        }
      }
      from = next;
    } while (from !== undefined);
  }

  async *ofKey(orderingKey: string): AsyncIterable<OutboxEntry> {
    const { client, tableName, deadline } = this.#props;
    let from: Record<string, unknown> | undefined;
    do {
      const query = new QueryCommand({
        TableName: tableName,
        ConsistentRead: true,
        KeyConditionExpression: '#pk = :orderingKey',
        FilterExpression: 'attribute_not_exists(quarantine)',
        ExpressionAttributeNames: { '#pk': outboxTable.partitionKey },
        ExpressionAttributeValues: { ':orderingKey': orderingKey },
        ExclusiveStartKey: from,
      });
      const { Items: rows = [], LastEvaluatedKey: next } = await retryInPlace(
        () => client.send(query, deadline.options()),
        isPassing,
        this.#props,
      );
      yield* rows.map(entryOfRow).flatMap((read) => (read.ok ? [read.entry] : []));
      from = next;
    } while (from !== undefined);
  }

  /** Best effort, within the bounds of a retry in place; what is left is the answer. */
  async #deleteChunk(keys: readonly OutboxRowKey[]): Promise<readonly OutboxRowKey[]> {
    let left = keys;
    const deleteLeft = async (): Promise<void> => {
      left = await this.#deleteOnce(left);
      if (left.length > 0) {
        throw new UnprocessedError(`${left.length} rows were not deleted`);
      }
    };
    const mayPass = (error: unknown): boolean => error instanceof UnprocessedError || isPassing(error);
    await retryInPlace(deleteLeft, mayPass, this.#props).catch(() => undefined);
    return left;
  }

  async #deleteOnce(keys: readonly OutboxRowKey[]): Promise<readonly OutboxRowKey[]> {
    const { client, tableName, deadline } = this.#props;
    const batch = new BatchWriteCommand({
      RequestItems: { [tableName]: keys.map((key) => ({ DeleteRequest: { Key: rowKey(key) } })) },
    });
    const { UnprocessedItems: unprocessed = {} } = await client.send(batch, deadline.options());
    return (unprocessed[tableName] ?? []).flatMap(({ DeleteRequest: request }) =>
      request?.Key === undefined ? [] : [keyOfRow(request.Key)],
    );
  }
}

class UnprocessedError extends Error {}

const rowKey = ({ orderingKey, sortKey }: OutboxRowKey): Record<string, string> => ({
  [outboxTable.partitionKey]: orderingKey,
  [outboxTable.sortKey]: sortKey,
});

const keyOfRow = (row: OutboxRow): OutboxRowKey => ({
  orderingKey: row[outboxTable.partitionKey] as string,
  sortKey: row[outboxTable.sortKey] as string,
});
