import { checkOperands } from './expression/check-operands.ts';
import type { Condition } from './expression/condition.ts';
import { conditionHolds } from './expression/condition-holds.ts';
import { resolvedPath } from './expression/document-path.ts';
import { parseKeyCondition } from './expression/parse.ts';
import type { Placeholders } from './expression/placeholders.ts';
import { type Item, typeOf } from './item.ts';
import { type Page, type PageInput, pageRequest, readPage } from './page.ts';
import { compareSortValues, type Row } from './partition.ts';
import type { Table } from './table.ts';
import { type KeyAttribute, keyOfRequest, keyValueId } from './table-key.ts';
import { invalid } from './validation-error.ts';

export interface QueryInput extends PageInput {
  /** The partition key's value, and perhaps one condition on the sort key. */
  readonly keyConditionExpression: string;
  /** @default true */
  readonly scanIndexForward?: boolean;
}

/** Reads items of one partition key in the order of their sort keys; see `DynamoDb.query`. */
export function query(table: Table, input: QueryInput): Page {
  const keyCondition = parseKeyCondition(input.keyConditionExpression);
  const request = pageRequest(input, keyCondition);
  checkOperands(keyCondition, request.placeholders.values);
  const { partitionId, sort } = selectionOf(table, keyCondition.content, request.placeholders);
  const rows = table.partition(partitionId)?.rows ?? [];
  return readPage(request, selected(rows, sort, request.placeholders, startOf(table, input)));
}

interface Selection {
  readonly partitionId: string;
  readonly sort: Condition | undefined;
}

/** What a page goes on from. */
interface Start {
  readonly isForward: boolean;
  readonly after: { readonly sortValue: unknown } | undefined;
}

function startOf(table: Table, { scanIndexForward = true, exclusiveStartKey }: QueryInput): Start {
  return {
    isForward: scanIndexForward,
    after: exclusiveStartKey === undefined ? undefined : keyOfRequest(table.schema, exclusiveStartKey),
  };
}

function* selected(
  rows: readonly Row[],
  sort: Condition | undefined,
  placeholders: Placeholders,
  { isForward, after }: Start,
): Iterable<Row> {
  const ordered = isForward ? rows : rows.toReversed();
  for (const row of ordered) {
    if (after !== undefined) {
      const order = compareSortValues(row.key.sortValue, after.sortValue);
      if (isForward ? order <= 0 : order >= 0) continue;
    }
    if (sort === undefined || conditionHolds(sort, { item: row.item, ...placeholders })) yield row;
  }
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html */
function selectionOf(table: Table, condition: Condition, placeholders: Placeholders): Selection {
  const { partitionKey, sortKey } = table.schema;
  const parts = condition.kind === 'and' ? condition.conditions : [condition];
  const partition = parts.find((part) => isOn(part, partitionKey, placeholders));
  if (partition?.kind !== 'compare' || partition.comparator !== '=' || partition.right.kind !== 'value') {
    throw invalid(`Query condition missed key schema element: ${partitionKey.name}`);
  }
  const value = placeholders.values?.[partition.right.placeholder];
  assertKeyType(partitionKey, value);
  const others = parts.filter((part) => part !== partition);
  const [sort] = others;
  if (others.length > 1) throw invalid('Invalid KeyConditionExpression: there must be at most two conditions');
  if (sort !== undefined) assertSortCondition(sort, sortKey, placeholders);
  return { partitionId: keyValueId(value), sort };
}

function assertSortCondition(sort: Condition, sortKey: KeyAttribute | undefined, placeholders: Placeholders): void {
  const isAllowed =
    (sort.kind === 'compare' && sort.comparator !== '<>') ||
    sort.kind === 'between' ||
    (sort.kind === 'function' && sort.name === 'begins_with');
  if (!isAllowed)
    throw invalid('Invalid operator used in KeyConditionExpression: only =, <, <=, >, >=, BETWEEN and begins_with');
  if (sortKey === undefined || !isOn(sort, sortKey, placeholders)) {
    throw invalid('Query key condition not supported');
  }
}

function isOn(condition: Condition, { name }: KeyAttribute, { names }: Placeholders): boolean {
  const operand = 'left' in condition ? condition.left : 'operand' in condition ? condition.operand : undefined;
  if (operand?.kind !== 'path') return false;
  const path = resolvedPath(operand.path, names);
  return path.length === 1 && path[0] === name;
}

function assertKeyType({ type }: KeyAttribute, value: unknown): asserts value is Item[string] {
  if (typeOf(value) !== type) {
    throw invalid('One or more parameter values were invalid: Condition parameter type does not match schema type');
  }
}
