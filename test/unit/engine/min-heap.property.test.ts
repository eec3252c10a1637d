import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MinHeap } from '../../../embedded/engine/min-heap.ts';

describe('MinHeap', () => {
  it('gives values by key, and of equal keys in the order of pushing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9)), (keys) => {
        const heap = new MinHeap<readonly [key: number, place: number]>();
        keys.forEach((key, place) => {
          heap.push(key, [key, place]);
        });
        const popped = keys.map(() => {
          const first = heap.peek();
          expect(heap.peekKey()).toBe(first?.[0]);
          expect(heap.pop()).toBe(first);
          return first as readonly [number, number];
        });

        expect(popped).toEqual([...popped].sort(([key, place], [otherKey, other]) => key - otherKey || place - other));
        expect([heap.size, heap.pop(), heap.peekKey()]).toEqual([0, undefined, undefined]);
      }),
    );
  });
});
