import { describe, expect, it } from 'vitest';
import { addMillis, epochMillis, toEpochSeconds } from '../../../contracts/index.ts';

describe('toEpochSeconds', () => {
  it.each([
    [1_000, 1],
    [1_001, 2],
    [1_999, 2],
    [0, 0],
  ])('rounds %d ms up to %d s, so that TTL never comes early', (at, seconds) => {
    expect(toEpochSeconds(epochMillis(at))).toBe(seconds);
  });
});

describe('addMillis', () => {
  it('goes forward and back', () => {
    expect(addMillis(epochMillis(1_000), 500)).toBe(1_500);
    expect(addMillis(epochMillis(1_000), -500)).toBe(500);
  });
});
