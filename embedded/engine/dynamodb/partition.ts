import type { Item } from './item.ts';
import type { TableKey } from './table-key.ts';
import { compareValues } from './value-order.ts';

/** One item where it is stored. */
export interface Row {
  readonly key: TableKey;
  readonly item: Item;
  readonly bytes: number;
}

/** The items of one partition key, in the order of their sort keys. */
export class Partition {
  readonly #rows: Row[] = [];

  get rows(): readonly Row[] {
    return this.#rows;
  }

  get(sortValue: unknown): Row | undefined {
    const row = this.#rows[this.indexFrom(sortValue)];
    return row !== undefined && compareSortValues(row.key.sortValue, sortValue) === 0 ? row : undefined;
  }

  set(row: Row): void {
    const index = this.indexFrom(row.key.sortValue);
    const isReplaced = this.get(row.key.sortValue) !== undefined;
    this.#rows.splice(index, isReplaced ? 1 : 0, row);
  }

  delete(sortValue: unknown): void {
    if (this.get(sortValue) !== undefined) this.#rows.splice(this.indexFrom(sortValue), 1);
  }

  /** Index of the first row whose sort key is not below `sortValue`. */
  indexFrom(sortValue: unknown): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareSortValues((this.#rows[middle] as Row).key.sortValue, sortValue) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Order of two sort keys of one table; those of a table without a sort key are equal. */
export const compareSortValues = (one: unknown, other: unknown): number => compareValues(one, other) ?? 0;
