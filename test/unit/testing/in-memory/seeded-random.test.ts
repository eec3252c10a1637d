import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../../testing/in-memory/seeded-random.ts';

const draws = (seed: number) => {
  const random = new SeededRandom(seed);
  return Array.from({ length: 1_000 }, () => random.fraction());
};

describe('SeededRandom', () => {
  it('repeats itself for a seed', () => {
    expect(draws(42)).toEqual(draws(42));
    expect(draws(42)).not.toEqual(draws(43));
  });

  it('spreads over [0, 1)', () => {
    const values = draws(7);

    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(new Set(values.map((value) => Math.floor(value * 10))).size).toBe(10);
  });

  it('gives as many bytes as asked for', () => {
    expect(new SeededRandom().bytes(16)).toHaveLength(16);
  });
});
