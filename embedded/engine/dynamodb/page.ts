import { type CapacityInput, type ConsumedCapacity, readUnits } from './capacity.ts';
import { checkOperands } from './expression/check-operands.ts';
import { conditionHolds } from './expression/condition-holds.ts';
import { type DocumentPath, resolvedPath } from './expression/document-path.ts';
import { type Parsed, parseFilter, parseProjection } from './expression/parse.ts';
import { type PlaceholderInput, type Placeholders, placeholdersOf } from './expression/placeholders.ts';
import { projected } from './expression/projection.ts';
import type { Item } from './item.ts';
import type { Row } from './partition.ts';
import { invalid } from './validation-error.ts';

/** What `Query` and `Scan` have in common. */
export interface PageInput extends PlaceholderInput, CapacityInput {
  readonly tableName: string;
  readonly filterExpression?: string;
  readonly projectionExpression?: string;
  /** @default false */
  readonly consistentRead?: boolean;
  /** Most items to read, before the filter; at least 1. */
  readonly limit?: number;
  /** Where an earlier page ended. */
  readonly exclusiveStartKey?: Item;
  /** @default 'ALL_ATTRIBUTES' */
  readonly select?: 'ALL_ATTRIBUTES' | 'COUNT';
}

/** One page of items. */
export interface Page {
  /** Left out for `COUNT`. */
  readonly items?: readonly Item[];
  readonly count: number;
  /** Items that were read, before the filter. */
  readonly scannedCount: number;
  /** Set when the page ended before the table did; the next one may still be empty. */
  readonly lastEvaluatedKey?: Item;
  readonly consumedCapacity?: ConsumedCapacity;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html */
const MAX_BYTES = 1_048_576;

/** The parsed parts of a page's request, with its placeholders checked. */
export interface PageRequest {
  readonly input: PageInput;
  readonly placeholders: Placeholders;
  readonly isMatch: (item: Item) => boolean;
  readonly paths: readonly DocumentPath[] | undefined;
}

/**
 * Checks a request.
 *
 * @param keyCondition - the request's other expression, which may use the same placeholders.
 * @throws {ServiceError} `ValidationException`.
 */
export function pageRequest(input: PageInput, keyCondition?: Parsed<unknown>): PageRequest {
  const { limit, filterExpression, projectionExpression } = input;
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1)) {
    throw invalid(`Limit must be greater than or equal to 1, got ${limit}`);
  }
  const filter = filterExpression === undefined ? undefined : parseFilter(filterExpression);
  const projection = projectionExpression === undefined ? undefined : parseProjection(projectionExpression);
  const placeholders = placeholdersOf(input, [keyCondition, filter, projection]);
  if (filter !== undefined) checkOperands(filter, placeholders.values);
  return {
    input,
    placeholders,
    isMatch: (item) => filter === undefined || conditionHolds(filter.content, { item, ...placeholders }),
    paths: projection?.content.map((path) => resolvedPath(path, placeholders.names)),
  };
}

/** Reads rows until the page is full: by its limit, or when its items have 1 MB. */
export function readPage({ input, isMatch, paths }: PageRequest, rows: Iterable<Row>): Page {
  const { limit = Number.POSITIVE_INFINITY, select, tableName, consistentRead = false } = input;
  const items: Item[] = [];
  let scannedCount = 0;
  let bytes = 0;
  let lastEvaluatedKey: Item | undefined;
  let last: Row | undefined;
  for (const row of rows) {
    if (last !== undefined && bytes + row.bytes > MAX_BYTES) {
      lastEvaluatedKey = last.key.attributes;
      break;
    }
    last = row;
    scannedCount++;
    bytes += row.bytes;
    if (isMatch(row.item)) items.push(paths === undefined ? row.item : projected(row.item, paths));
    if (scannedCount >= limit) {
      lastEvaluatedKey = row.key.attributes;
      break;
    }
  }
  return {
    ...(select !== 'COUNT' && { items }),
    count: items.length,
    scannedCount,
    ...(lastEvaluatedKey !== undefined && { lastEvaluatedKey }),
    ...(input.returnConsumedCapacity === 'TOTAL' && {
      consumedCapacity: { tableName, capacityUnits: readUnits(bytes, consistentRead) },
    }),
  };
}
