import { compareSortValues } from './partition.ts';
import type { TableKey } from './table-key.ts';

/** Where an item is among all items of a table: by the hash of its partition key, then by its sort key. */
export interface RingPosition {
  readonly hash: number;
  readonly partitionId: string;
  readonly sortValue: unknown;
}

/** The position of a key. Items of one partition key are neighbours, so that a split can part them. */
export const ringPosition = ({ partitionId, sortValue }: TableKey): RingPosition => ({
  hash: hashOf(partitionId),
  partitionId,
  sortValue,
});

/** The first position of a hash. */
export const ringStart = (hash: number): RingPosition => ({ hash, partitionId: '', sortValue: undefined });

export function compareRingPositions(one: RingPosition, other: RingPosition): number {
  if (one.hash !== other.hash) return one.hash - other.hash;
  if (one.partitionId !== other.partitionId) return one.partitionId < other.partitionId ? -1 : 1;
  return compareSortValues(one.sortValue, other.sortValue);
}

/** FNV-1a, 32 bits: spreads keys, and is the same in every run. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
