import { describe, expect, it } from 'vitest';
import { itemBytes } from '../../../lambdas/runtime/item-size.ts';

describe('itemBytes', () => {
  it.each([
    ['text in UTF-8', { é: 'ü' }, 4],
    ['a number by its digits', { n: 1234567 }, 1 + 5],
    ['a negative fraction', { n: -1.5 }, 1 + 2],
    ['true, false and null', { a: true, b: false, c: null }, 6],
    ['bytes', { b: new Uint8Array(10) }, 11],
    ['a list', { l: ['ab', 'c'] }, 1 + 3 + 3 + 2],
    ['a map', { m: { a: 'b' } }, 1 + 3 + 1 + 2],
    ['a set', { s: new Set(['ab', 'c']) }, 1 + 3],
    ['nothing for what is undefined', { u: undefined }, 1],
  ])('counts %s', (_case, item, bytes) => {
    expect(itemBytes(item)).toBe(bytes);
  });
});
