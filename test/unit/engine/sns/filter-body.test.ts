import { describe, expect, it } from 'vitest';
import type { FilterPolicy } from '../../../../embedded/engine/sns/filter/filter-policy.ts';
import { passesByBody } from './filtered.ts';

describe('filters on the body, https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html', () => {
  it.each<readonly [FilterPolicy, unknown, boolean]>([
    [{ a: ['x'] }, { a: 'x' }, true],
    [{ a: ['x'] }, { a: ['y', 'x'] }, true],
    [{ a: ['x'] }, { a: { x: 'x' } }, false],
    [{ a: { b: { c: [1] } } }, { a: { b: { c: 1 } } }, true],
    [{ a: { b: [1] } }, { a: { b: 2 } }, false],
    [{ a: { b: [1] } }, { a: 'b' }, false],
    [{ a: { b: [1], c: [2] } }, { a: [{ b: 1, c: 2 }] }, true],
    [{ a: { b: [1], c: [2] } }, { a: [{ b: 1 }, { c: 2 }] }, false],
    [{ a: { b: [1] } }, { a: [{ b: 2 }, { b: 1 }] }, true],
    [{ a: { b: [1] } }, { a: [[{ b: 2 }], [[{ b: 1 }]]] }, true],
    [{ a: [1] }, { a: [[2], [[1]]] }, true],
    [{ a: [true] }, { a: true }, true],
    [{ a: [null] }, { a: null }, true],
    [{ a: [null] }, {}, false],
    [{ a: [1] }, { a: '1' }, false],
    [{ a: [{ exists: true }] }, { a: null }, true],
    [{ a: [{ exists: true }] }, { a: {} }, false],
    [{ a: { b: [{ exists: false }] } }, {}, true],
    [{ a: { b: [{ exists: false }] } }, { a: { b: 0 } }, false],
    [{ a: [{ numeric: ['>', 1] }] }, { a: '2' }, false],
    [{}, { a: 1 }, true],
  ])('%j and %j: %s', (policy, body, passes) => {
    expect(passesByBody(policy, JSON.stringify(body))).toBe(passes);
  });

  it.each(['no json', '[{"a":1}]', '"a"', 'null'])('lets nothing pass whose body is no JSON object: %s', (body) => {
    expect(passesByBody({ a: [{ exists: false }] }, body)).toBe(false);
  });
});
