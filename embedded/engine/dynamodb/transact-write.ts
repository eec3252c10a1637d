import { type CapacityInput, type ConsumedCapacity, readUnits } from './capacity.ts';
import type { Table } from './table.ts';
import { PreparedTransaction } from './transaction.ts';
import type { TransactionTokens } from './transaction-tokens.ts';
import { invalid } from './validation-error.ts';
import {
  type ConditionCheckAction,
  conditionCheckAction,
  type DeleteAction,
  deleteAction,
  type PutAction,
  putAction,
  type UpdateAction,
  updateAction,
  type WriteAction,
} from './write-action.ts';

/** One action of a transaction. */
export type TransactWriteItem =
  | { readonly put: PutAction }
  | { readonly update: UpdateAction }
  | { readonly delete: DeleteAction }
  | { readonly conditionCheck: ConditionCheckAction };

export interface TransactWriteItemsInput extends CapacityInput {
  readonly transactItems: readonly TransactWriteItem[];
  /** Makes a repeat within ten minutes harmless; 1 to 36 characters. */
  readonly clientRequestToken?: string;
}

export interface TransactWriteItemsOutput {
  /** One for each table. */
  readonly consumedCapacity?: readonly ConsumedCapacity[];
}

/** A transaction between its two halves: until one of these is called it holds its items. */
export interface OngoingTransaction {
  /** Whether its token stands for one that was completed before: it holds and changes nothing. */
  readonly isRepeat: boolean;
  /** Applies it. */
  commit(): TransactWriteItemsOutput;
  /** Ends it without effect. */
  rollback(): void;
}

/** What transactions need of the database. */
export interface TransactionContext {
  readonly tokens: TransactionTokens;
  table(tableName: string): Table;
  isThrottled(action: WriteAction): boolean;
}

/**
 * Checks a transaction and holds its items; see `DynamoDb.beginTransactWriteItems`. A repeat of a completed one holds
 * nothing and commits nothing.
 */
export function beginTransaction(input: TransactWriteItemsInput, context: TransactionContext): OngoingTransaction {
  const { clientRequestToken: token, transactItems } = input;
  const actions = transactItems.map((item) => writeActionOf(item, context));
  const request = actions.map((action) => action.request);
  if (token !== undefined && context.tokens.isRepeat(token, request)) {
    return {
      isRepeat: true,
      commit: () => outputOf(input, () => readUnitsOf(actions), 'readCapacityUnits'),
      rollback: () => undefined,
    };
  }
  const transaction = new PreparedTransaction(actions, context.isThrottled);
  if (token !== undefined) context.tokens.begin(token, request);
  return {
    isRepeat: false,
    commit() {
      transaction.commit();
      if (token !== undefined) context.tokens.complete(token);
      return outputOf(input, () => transaction.units(), 'writeCapacityUnits');
    },
    rollback() {
      transaction.rollback();
      if (token !== undefined) context.tokens.forget(token);
    },
  };
}

function writeActionOf(item: TransactWriteItem, { table }: TransactionContext): WriteAction {
  if ('put' in item) return putAction(table(item.put.tableName), item.put);
  if ('update' in item) return updateAction(table(item.update.tableName), item.update);
  if ('delete' in item) return deleteAction(table(item.delete.tableName), item.delete);
  if ('conditionCheck' in item) return conditionCheckAction(table(item.conditionCheck.tableName), item.conditionCheck);
  throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
}

/** A repeat reads what the first has written. */
function readUnitsOf(actions: readonly WriteAction[]): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const { table, key } of actions) {
    const bytes = table.get(key)?.bytes ?? 0;
    units.set(table.name, (units.get(table.name) ?? 0) + 2 * readUnits(bytes, true));
  }
  return units;
}

function outputOf(
  { returnConsumedCapacity }: CapacityInput,
  units: () => ReadonlyMap<string, number>,
  kind: 'readCapacityUnits' | 'writeCapacityUnits',
): TransactWriteItemsOutput {
  if (returnConsumedCapacity !== 'TOTAL') return {};
  return {
    consumedCapacity: [...units()].map(([tableName, capacityUnits]) => ({
      tableName,
      capacityUnits,
      [kind]: capacityUnits,
    })),
  };
}
