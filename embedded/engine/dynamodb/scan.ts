import { type Page, type PageInput, pageRequest, readPage } from './page.ts';
import { compareSortValues, type Row } from './partition.ts';
import { hashOf } from './ring.ts';
import type { Table } from './table.ts';
import { keyOfRequest, type TableKey } from './table-key.ts';

export type ScanInput = PageInput;

/** Reads a table, partition keys in no order that means anything; see `DynamoDb.scan`. */
export function scan(table: Table, input: ScanInput): Page {
  const request = pageRequest(input);
  const after = input.exclusiveStartKey && keyOfRequest(table.schema, input.exclusiveStartKey);
  return readPage(request, rowsAfter(table, after));
}

function* rowsAfter(table: Table, after: TableKey | undefined): Iterable<Row> {
  for (const partitionId of table.partitionIds()) {
    if (after !== undefined && comparePartitions(partitionId, after.partitionId) < 0) continue;
    for (const row of table.partition(partitionId)?.rows ?? []) {
      const isBehind =
        after === undefined ||
        partitionId !== after.partitionId ||
        compareSortValues(row.key.sortValue, after.sortValue) > 0;
      if (isBehind) yield row;
    }
  }
}

const comparePartitions = (one: string, other: string): number =>
  hashOf(one) - hashOf(other) || (one < other ? -1 : one > other ? 1 : 0);
