import { describe, expect, it } from 'vitest';
import { fractionOf, seededRandom } from '../../../example/run/random.ts';

describe('seededRandom', () => {
  it('repeats its sequence for the same seed', () => {
    const sequence = (seed: number) => Array.from({ length: 5 }, seededRandom(seed).fraction);

    expect(sequence(1)).toEqual(sequence(1));
    expect(sequence(1)).not.toEqual(sequence(2));
  });

  it('stays within its bounds and reaches both', () => {
    const random = seededRandom(3);
    const numbers = Array.from({ length: 200 }, () => random.integer(2, 4));

    expect(new Set(numbers)).toEqual(new Set([2, 3, 4]));
  });

  it('shuffles without losing anything', () => {
    const numbers = Array.from({ length: 50 }, (_, index) => index);
    const shuffled = seededRandom(3).shuffled(numbers);

    expect(shuffled).not.toEqual(numbers);
    expect(shuffled.toSorted((one, other) => one - other)).toEqual(numbers);
  });
});

describe('fractionOf', () => {
  it('depends on seed and text only, and spreads', () => {
    const fractions = Array.from({ length: 1000 }, (_, index) => fractionOf(1, `order ${index}`));
    const below = fractions.filter((fraction) => fraction < 0.1).length;

    expect(fractionOf(1, 'a')).toBe(fractionOf(1, 'a'));
    expect(fractionOf(1, 'a')).not.toBe(fractionOf(2, 'a'));
    expect(below).toBeGreaterThan(60);
    expect(below).toBeLessThan(140);
  });
});
