import { type CapacityInput, type ConsumedCapacity, writeUnits } from './capacity.ts';
import { ConditionalCheckFailedError, transactionConflict } from './errors.ts';
import type { Item } from './item.ts';
import { itemBytes } from './item-size.ts';
import type { ReturnValues } from './update-return.ts';
import type { DeleteAction, PutAction, UpdateAction, WriteAction } from './write-action.ts';

/** Attributes of an item before or after a write, when the request asked for them and there are any. */
export interface WriteOutput {
  readonly attributes?: Item;
  readonly consumedCapacity?: ConsumedCapacity;
}
export interface PutItemInput extends PutAction, CapacityInput {
  /** @default 'NONE' */
  readonly returnValues?: 'ALL_OLD' | 'NONE';
}
export interface UpdateItemInput extends UpdateAction, CapacityInput {
  /** @default 'NONE' */
  readonly returnValues?: ReturnValues;
}
export interface DeleteItemInput extends DeleteAction, CapacityInput {
  /** @default 'NONE' */
  readonly returnValues?: 'ALL_OLD' | 'NONE';
}

/** The states of an item round a write. */
export interface Written {
  readonly old: Item | undefined;
  readonly new: Item | undefined;
}

/**
 * Carries out one write alone.
 *
 * @throws {ServiceError} `ConditionalCheckFailedException`, with the item if the request asked for it, or
 * `TransactionConflictException` while a transaction holds the item.
 */
export function writeAlone({ table, key, ...action }: WriteAction): Written {
  if (table.held.has(key.id)) throw transactionConflict();
  const old = table.get(key)?.item;
  if (!action.holds(old)) throw new ConditionalCheckFailedError(action.showsOldOnFailure ? old : undefined);
  const next = action.next(old);
  table.write(key, next);
  return { old, new: next };
}

/** What a single write has cost, if the request asks. */
export function capacityOfWrite(
  tableName: string,
  written: Written,
  { returnConsumedCapacity }: CapacityInput,
): { readonly consumedCapacity?: ConsumedCapacity } {
  if (returnConsumedCapacity !== 'TOTAL') return {};
  return { consumedCapacity: { tableName, capacityUnits: unitsOfWrite(written) } };
}

/** Write units between two states of an item. */
export const unitsOfWrite = ({ old, new: next }: Written): number =>
  writeUnits(old === undefined ? 0 : itemBytes(old), next === undefined ? 0 : itemBytes(next));
