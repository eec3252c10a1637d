import { updatedItem } from './expression/apply-update.ts';
import { checkOperands } from './expression/check-operands.ts';
import { conditionHolds } from './expression/condition-holds.ts';
import { resolvedPath } from './expression/document-path.ts';
import { parseCondition, parseUpdate } from './expression/parse.ts';
import { type PlaceholderInput, placeholdersOf } from './expression/placeholders.ts';
import { type Item, storedItem } from './item.ts';
import { itemBytes } from './item-size.ts';
import type { Table } from './table.ts';
import { keyOfItem, keyOfRequest, type TableKey } from './table-key.ts';
import { invalid } from './validation-error.ts';

/** What every write can ask for. */
export interface ConditionInput extends PlaceholderInput {
  readonly conditionExpression?: string;
  /** @default 'NONE' */
  readonly returnValuesOnConditionCheckFailure?: 'ALL_OLD' | 'NONE';
}
export interface PutAction extends ConditionInput {
  readonly tableName: string;
  readonly item: Item;
}
export interface UpdateAction extends ConditionInput {
  readonly tableName: string;
  readonly key: Item;
  /** @default - changes nothing, and creates the item if it does not exist */
  readonly updateExpression?: string;
}
export interface DeleteAction extends ConditionInput {
  readonly tableName: string;
  readonly key: Item;
}
export interface ConditionCheckAction extends ConditionInput {
  readonly tableName: string;
  readonly key: Item;
  readonly conditionExpression: string;
}

/** A write whose parameters have been checked: what it needs of its item, and what it makes of it. */
export interface WriteAction {
  readonly table: Table;
  readonly key: TableKey;
  readonly isCheckOnly: boolean;
  /** What the request says, as stored values: equal for equal requests only. */
  readonly request: readonly unknown[];
  readonly showsOldOnFailure: boolean;
  /** Whether the condition holds; without one it does. */
  holds(item: Item | undefined): boolean;
  /**
   * The item after the write; undefined for none.
   *
   * @throws {ServiceError} `ValidationException` for an update that the item's values do not allow.
   */
  next(item: Item | undefined): Item | undefined;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html: item size. */
const MAX_ITEM_BYTES = 409_600;

/** A put: replaces the whole item. */
export function putAction(table: Table, input: PutAction): WriteAction {
  const item = storedItem(input.item);
  const key = keyOfItem(table.schema, item);
  assertSize(item, 'Item size has exceeded the maximum allowed size');
  return { ...conditional(table, key, input, ['Put', item]), next: () => item };
}

/** An update: changes attributes, and creates the item if it does not exist. */
export function updateAction(table: Table, input: UpdateAction): WriteAction {
  const key = keyOfRequest(table.schema, input.key);
  const update = input.updateExpression === undefined ? undefined : parseUpdate(input.updateExpression);
  const write = conditional(table, key, input, ['Update', input.updateExpression], update);
  for (const { path } of update?.content ?? []) {
    const [name] = resolvedPath(path, input.expressionAttributeNames);
    if (Object.hasOwn(key.attributes, name as string)) {
      throw invalid(
        `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
      );
    }
  }
  return {
    ...write,
    next(item) {
      const before = item ?? key.attributes;
      const next =
        update === undefined
          ? before
          : updatedItem(update.content, before, {
              item,
              names: input.expressionAttributeNames,
              values: write.values,
            });
      assertSize(next, 'Item size to update has exceeded the maximum allowed size');
      return next;
    },
  };
}

/** A deletion; of an item that does not exist it changes nothing. */
export function deleteAction(table: Table, input: DeleteAction): WriteAction {
  return { ...conditional(table, keyOfRequest(table.schema, input.key), input, ['Delete']), next: () => undefined };
}

/** A condition of a transaction on an item that it does not write. */
export function conditionCheckAction(table: Table, input: ConditionCheckAction): WriteAction {
  if (input.conditionExpression === undefined) throw invalid('ConditionCheck must have a ConditionExpression');
  const write = conditional(table, keyOfRequest(table.schema, input.key), input, ['ConditionCheck']);
  return { ...write, isCheckOnly: true, next: (item) => item };
}

function conditional(
  table: Table,
  key: TableKey,
  input: ConditionInput,
  action: readonly unknown[],
  update?: ReturnType<typeof parseUpdate>,
): Omit<WriteAction, 'next'> & { readonly values: Item | undefined } {
  const condition = input.conditionExpression === undefined ? undefined : parseCondition(input.conditionExpression);
  const { names, values } = placeholdersOf(input, [condition, update]);
  if (condition !== undefined) checkOperands(condition, values);
  return {
    table,
    key,
    values,
    isCheckOnly: false,
    request: [
      table.name,
      key.id,
      ...action,
      input.conditionExpression,
      names && { ...names },
      values,
      input.returnValuesOnConditionCheckFailure,
    ],
    showsOldOnFailure: input.returnValuesOnConditionCheckFailure === 'ALL_OLD',
    holds: (item) => condition === undefined || conditionHolds(condition.content, { item, names, values }),
  };
}

function assertSize(item: Item, problem: string): void {
  if (itemBytes(item) > MAX_ITEM_BYTES) throw invalid(problem);
}
