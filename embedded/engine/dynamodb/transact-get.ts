import { type CapacityInput, type ConsumedCapacity, readUnits } from './capacity.ts';
import { type CancellationReason, TransactionCanceledError } from './errors.ts';
import type { Item } from './item.ts';
import { itemBytes } from './item-size.ts';
import { type GetItemInput, readItem } from './read-item.ts';
import type { Table } from './table.ts';
import { keyOfRequest } from './table-key.ts';
import { invalid } from './validation-error.ts';

/** One read of a transaction. */
export interface TransactGetItem {
  readonly get: Pick<GetItemInput, 'tableName' | 'key' | 'projectionExpression' | 'expressionAttributeNames'>;
}

export interface TransactGetItemsInput extends CapacityInput {
  readonly transactItems: readonly TransactGetItem[];
}

export interface TransactGetItemsOutput {
  /** One for each read, in order; without an item where there is none. */
  readonly responses: readonly { readonly item?: Item }[];
  readonly consumedCapacity?: readonly ConsumedCapacity[];
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html */
const MAX_READS = 100;

/** Reads items as they are at one moment; see `DynamoDb.transactGetItems`. */
export function transactGet(
  { transactItems, returnConsumedCapacity }: TransactGetItemsInput,
  tableNamed: (tableName: string) => Table,
): TransactGetItemsOutput {
  if (transactItems.length === 0 || transactItems.length > MAX_READS) {
    throw invalid(`TransactItems must have 1 to ${MAX_READS} members, got ${transactItems.length}`);
  }
  const reads = transactItems.map(({ get }) => {
    const table = tableNamed(get.tableName);
    return { get, table, key: keyOfRequest(table.schema, get.key) };
  });
  const reasons = reads.map(
    ({ table, key }): CancellationReason => ({ code: table.held.has(key.id) ? 'TransactionConflict' : 'None' }),
  );
  if (reasons.some(({ code }) => code !== 'None')) throw new TransactionCanceledError(reasons);
  const units = new Map<string, number>();
  for (const { table, key } of reads) {
    const item = table.get(key)?.item;
    const read = 2 * readUnits(item === undefined ? 0 : itemBytes(item), true);
    units.set(table.name, (units.get(table.name) ?? 0) + read);
  }
  return {
    responses: reads.map(({ table, get }) => readItem(table, get)),
    ...(returnConsumedCapacity === 'TOTAL' && {
      consumedCapacity: [...units].map(([tableName, capacityUnits]) => ({
        tableName,
        capacityUnits,
        readCapacityUnits: capacityUnits,
      })),
    }),
  };
}
