import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSequence, parseSequence } from '../../../contracts/index.ts';

describe('formatSequence', () => {
  it.each([
    [0, '0000000000000000'],
    [1, '0000000000000001'],
    [9_007_199_254_740_991, '9007199254740991'],
  ])('writes %d as %s', (sequence, text) => {
    expect(formatSequence(sequence)).toBe(text);
  });

  it.each([-1, 0.5, 9_007_199_254_740_992, Number.NaN, Number.POSITIVE_INFINITY])('rejects %d', (sequence) => {
    expect(() => formatSequence(sequence)).toThrow(
      new RangeError(`sequence must be an integer of 0 to 2^53 - 1, got ${sequence}`),
    );
  });

  it('sorts as text like the numbers do', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeNat()), (sequences) => {
        const byText = sequences.map(formatSequence).sort().map(parseSequence);

        expect(byText).toEqual([...sequences].sort((a, b) => a - b));
      }),
    );
  });
});
