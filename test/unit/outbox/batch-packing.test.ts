import { describe, expect, it } from 'vitest';
import { bestBatchLength } from '../../../lambdas/runtime/outbox/batch-packing.ts';
import { messageBytes } from '../../../lambdas/runtime/outbox/message-size.ts';

const KIB = 1024;
const same = (bytes: number, count = 12): number[] => Array.from({ length: count }, () => bytes);

describe('bestBatchLength', () => {
  it.each([
    [1, 10],
    [6, 10],
    [7, 9],
    [8, 8],
    [10, 6],
    [20, 9],
    [32, 8],
    [64, 4],
    [100, 2],
    [256, 1],
  ])('puts messages of %d KiB together so that fewest chunks of 64 KiB are billed: %d', (kib, length) => {
    expect(bestBatchLength(same(kib * KIB))).toBe(length);
  });

  it('takes what there is', () => {
    expect(bestBatchLength(same(KIB, 3))).toBe(3);
  });

  it('fills a batch up to exactly 256 KiB and no further', () => {
    expect(bestBatchLength([128 * KIB, 128 * KIB])).toBe(2);
    expect(bestBatchLength([128 * KIB, 128 * KIB + 1])).toBe(1);
  });

  it('sends a message above the limit alone, for SNS to judge', () => {
    expect(bestBatchLength([300 * KIB, KIB])).toBe(1);
  });
});

describe('messageBytes', () => {
  it('counts bytes, not characters, of the body and of the names, types and values of the attributes', () => {
    expect(messageBytes('é', { ab: 'ü' })).toBe(2 + 2 + 6 + 2);
  });
});
