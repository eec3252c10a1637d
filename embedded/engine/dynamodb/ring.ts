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

/** A 32-bit hash that spreads even keys that differ in one character only, and is the same in every run. */
export function hashOf(text: string): number {
  // FNV-1a, and then murmur3's finish: without it the high bits of short texts hardly differ.
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
