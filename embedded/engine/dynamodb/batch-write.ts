import type { CapacityInput, ConsumedCapacity } from './capacity.ts';
import { throttled } from './errors.ts';
import type { Item } from './item.ts';
import { itemBytes } from './item-size.ts';
import { unitsOfWrite, writeAlone } from './single-write.ts';
import type { Table } from './table.ts';
import { invalid } from './validation-error.ts';
import { deleteAction, putAction, type WriteAction } from './write-action.ts';

/** One write of a batch; a batch has no conditions. */
export type BatchWriteRequest =
  | { readonly putRequest: { readonly item: Item } }
  | { readonly deleteRequest: { readonly key: Item } };

export interface BatchWriteItemInput extends CapacityInput {
  /** By table name. */
  readonly requestItems: Readonly<Record<string, readonly BatchWriteRequest[]>>;
}

export interface BatchWriteItemOutput {
  /** What was not carried out, to be sent again; empty when everything was. */
  readonly unprocessedItems: Readonly<Record<string, readonly BatchWriteRequest[]>>;
  readonly consumedCapacity?: readonly ConsumedCapacity[];
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const MAX_REQUESTS = 25;
const MAX_BYTES = 16_777_216;

/** What a batch needs of the database. */
export interface BatchContext {
  table(tableName: string): Table;
  isThrottled(action: WriteAction): boolean;
}

/** Carries out each write for itself; see `DynamoDb.batchWriteItem`. */
export function batchWrite(input: BatchWriteItemInput, context: BatchContext): BatchWriteItemOutput {
  const requests = Object.entries(input.requestItems).flatMap(([tableName, list]) =>
    list.map((request) => ({ tableName, request, action: actionOf(context.table(tableName), request) })),
  );
  assertBatch(requests.map(({ action }) => action));
  const refused = new Set(requests.filter(({ action }) => context.isThrottled(action)));
  if (refused.size === requests.length) throw throttled();
  const unprocessed = requests.filter((entry) => refused.has(entry) || isHeld(entry.action));
  const units = new Map<string, number>();
  for (const entry of requests) {
    if (unprocessed.includes(entry)) continue;
    units.set(entry.tableName, (units.get(entry.tableName) ?? 0) + unitsOfWrite(writeAlone(entry.action)));
  }
  return {
    unprocessedItems: byTable(unprocessed),
    ...(input.returnConsumedCapacity === 'TOTAL' && {
      consumedCapacity: [...units].map(([tableName, capacityUnits]) => ({ tableName, capacityUnits })),
    }),
  };
}

function byTable(
  entries: readonly { readonly tableName: string; readonly request: BatchWriteRequest }[],
): Readonly<Record<string, readonly BatchWriteRequest[]>> {
  const tables = Map.groupBy(entries, ({ tableName }) => tableName);
  return Object.fromEntries(
    [...tables].map(([tableName, ofTable]) => [tableName, ofTable.map(({ request }) => request)]),
  );
}

/** Whether a transaction holds the item. */
const isHeld = ({ table, key }: WriteAction): boolean => table.held.has(key.id);

function actionOf(table: Table, request: BatchWriteRequest): WriteAction {
  if ('putRequest' in request) return putAction(table, { tableName: table.name, item: request.putRequest.item });
  if ('deleteRequest' in request) return deleteAction(table, { tableName: table.name, key: request.deleteRequest.key });
  throw invalid('Supplied request must have a PutRequest or a DeleteRequest');
}

function assertBatch(actions: readonly WriteAction[]): void {
  if (actions.length === 0 || actions.length > MAX_REQUESTS) {
    throw invalid(
      `1 validation error detected: Value at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to ${MAX_REQUESTS}, Member must have length greater than or equal to 1], got ${actions.length}`,
    );
  }
  const keys = new Set(actions.map(({ table, key }) => `${table.name} ${key.id}`));
  if (keys.size < actions.length) throw invalid('Provided list of item keys contains duplicates');
  const bytes = actions.reduce((sum, action) => sum + itemBytes(action.next(undefined) ?? {}), 0);
  if (bytes > MAX_BYTES) throw invalid(`a batch must have at most ${MAX_BYTES} bytes, got ${bytes}`);
}
