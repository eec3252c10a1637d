import { type CapacityInput, type ConsumedCapacity, readUnits } from './capacity.ts';
import { resolvedPath } from './expression/document-path.ts';
import { parseProjection } from './expression/parse.ts';
import { type PlaceholderInput, placeholdersOf } from './expression/placeholders.ts';
import { projected } from './expression/projection.ts';
import type { Item } from './item.ts';
import type { Table } from './table.ts';
import { keyOfRequest } from './table-key.ts';

export interface GetItemInput extends Pick<PlaceholderInput, 'expressionAttributeNames'>, CapacityInput {
  readonly tableName: string;
  readonly key: Item;
  readonly projectionExpression?: string;
  /** @default false */
  readonly consistentRead?: boolean;
}

export interface GetItemOutput {
  /** Undefined when there is none. */
  readonly item?: Item;
  readonly consumedCapacity?: ConsumedCapacity;
}

/** Reads one item; see `DynamoDb.getItem`. */
export function readItem(table: Table, input: GetItemInput): GetItemOutput {
  const { projectionExpression, consistentRead = false, returnConsumedCapacity, tableName } = input;
  const projection = projectionExpression === undefined ? undefined : parseProjection(projectionExpression);
  const { names } = placeholdersOf({ expressionAttributeNames: input.expressionAttributeNames }, [projection]);
  const row = table.get(keyOfRequest(table.schema, input.key));
  const paths = projection?.content.map((path) => resolvedPath(path, names));
  return {
    ...(row !== undefined && { item: paths === undefined ? row.item : projected(row.item, paths) }),
    ...(returnConsumedCapacity === 'TOTAL' && {
      consumedCapacity: { tableName, capacityUnits: readUnits(row?.bytes ?? 0, consistentRead) },
    }),
  };
}
