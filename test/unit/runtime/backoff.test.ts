import { describe, expect, it } from 'vitest';
import { backoffSeconds, longestDelaySeconds } from '../../../lambdas/runtime/backoff.ts';

const drawing = (fraction: number) => ({ fraction: () => fraction, bytes: (length: number) => new Uint8Array(length) });

describe('backoff', () => {
  it.each([
    [1, 0, 0],
    [1, 0.999, 1],
    [2, 0.999, 2],
    [3, 0.5, 2],
    [3, 0.999, 4],
    [11, 0.999, 1_023],
    [40, 0.999, 42_858],
  ])('after %d failures and a draw of %d is %d s', (failures, fraction, seconds) => {
    expect(backoffSeconds(failures, 42_900, drawing(fraction))).toBe(seconds);
  });

  it('never exceeds what SQS allows', () => {
    expect(backoffSeconds(1_000, 42_900, drawing(0.999_999_9))).toBe(42_900);
  });

  it.each([
    [0, 42_900],
    [1, 42_899],
    [1_000, 42_899],
    [900_000, 42_000],
  ])('leaves room for the batching window and the %d ms since the invocation began', (milliseconds, seconds) => {
    expect(longestDelaySeconds(milliseconds)).toBe(seconds);
  });
});
