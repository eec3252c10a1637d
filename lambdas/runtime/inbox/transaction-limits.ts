import { dynamoDbLimits } from '../../../contracts/limits.ts';
import { inboxTable, outboxTable } from '../../../contracts/tables.ts';
import { TransactionTooLargeError } from '../errors.ts';
import { itemBytes, itemTooLarge } from '../item-size.ts';
import type { TransactionAction, TransactionTables } from './transaction-actions.ts';

type Plain = Readonly<Record<string, unknown>>;
interface Write {
  readonly TableName?: string;
  readonly Item?: Plain;
  readonly Key?: Plain;
  readonly ExpressionAttributeValues?: Plain;
}

/**
 * Refuses what DynamoDB would refuse, before it is sent and in words that say what to do.
 *
 * An item touched twice is found when the table's key is known: from our own tables, or from another write of the same
 * transaction that names it. DynamoDB finds the rest.
 *
 * @throws TransactionTooLargeError
 */
export function checkLimits(actions: readonly TransactionAction[], tables: TransactionTables): void {
  const { transactionActions, transactionBytes, maxItemBytes } = dynamoDbLimits;
  if (actions.length > transactionActions) {
    throw new TransactionTooLargeError(
      `transaction must have at most ${transactionActions} actions (marker, writes and outbox entries), got ${actions.length}; spread the effect over several events`,
    );
  }
  const writes = actions.map((action) => Object.values(action)[0] as Write);
  const sizes = writes.map(writeBytes);
  const tooLarge = sizes.findIndex((bytes) => bytes > maxItemBytes);
  if (tooLarge !== -1) {
    throw itemTooLarge(sizes[tooLarge] ?? 0, writes[tooLarge]?.TableName);
  }
  const total = sizes.reduce((sum, bytes) => sum + bytes, 0);
  if (total > transactionBytes) {
    throw new TransactionTooLargeError(
      `transaction must have at most ${transactionBytes} bytes, got ${total}; spread the effect over several events`,
    );
  }
  checkTouchedOnce(writes, tables);
}

const REFUSED_LIMIT = /multiple operations on one item|Item size|Collection size exceeded/;

/** The same error as ours where DynamoDB found a broken limit that {@link checkLimits} cannot see; else the error itself. */
export const asLimitError = (error: unknown): unknown =>
  error instanceof Error && REFUSED_LIMIT.test(error.message)
    ? new TransactionTooLargeError(error.message, { cause: error })
    : error;

const writeBytes = ({ Item, Key, ExpressionAttributeValues }: Write): number =>
  itemBytes(Item ?? Key ?? {}) + (Item === undefined ? itemBytes(ExpressionAttributeValues ?? {}) : 0);

function checkTouchedOnce(writes: readonly Write[], tables: TransactionTables): void {
  const keyNames = new Map<string | undefined, readonly string[]>([
    ...writes.flatMap(({ TableName, Key }) =>
      Key === undefined ? [] : [[TableName, Object.keys(Key).sort()] as const],
    ),
    [tables.inboxTable, [inboxTable.partitionKey]],
    ...(tables.outboxTable === undefined
      ? []
      : [[tables.outboxTable, [outboxTable.partitionKey, outboxTable.sortKey]] as const]),
  ]);
  const touched = new Set<string>();
  for (const { TableName, Item, Key } of writes) {
    const names = keyNames.get(TableName);
    if (names === undefined) {
      continue;
    }
    const key = names.map((name) => [name, (Key ?? Item)?.[name]]);
    const identity = JSON.stringify([TableName, key]);
    if (touched.has(identity)) {
      throw new TransactionTooLargeError(
        `transaction must touch an item at most once, got two actions on ${JSON.stringify(Object.fromEntries(key))} of table ${TableName}; join them into one`,
      );
    }
    touched.add(identity);
  }
}
