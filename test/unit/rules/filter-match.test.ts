import { describe, expect, it } from 'vitest';
import { mayMatch } from '../../../lib/graph/filter-match.ts';

describe('a value of a filter policy', () => {
  it.each<[condition: unknown, lets: readonly string[]]>([
    ['order.placed', ['order.placed']],
    [{ prefix: 'order.' }, ['order.placed', 'order.cancelled']],
    [{ suffix: '.placed' }, ['order.placed', 'refund.placed']],
    [{ wildcard: '*.p*d' }, ['order.placed', 'refund.placed']],
    [{ 'equals-ignore-case': 'ORDER.Placed' }, ['order.placed']],
    [{ exists: true }, ['order.placed', 'order.cancelled', 'refund.placed']],
    [{ exists: false }, []],
    [{ 'anything-but': 'order.placed' }, ['order.cancelled', 'refund.placed']],
    [{ 'anything-but': ['order.placed', 'refund.placed'] }, ['order.cancelled']],
    [{ 'anything-but': { prefix: 'order.' } }, ['refund.placed']],
    [{ 'anything-but': { suffix: '.placed' } }, ['order.cancelled']],
    [{ 'anything-but': { wildcard: '*r.*' } }, ['refund.placed']],
    [{ cidr: '10.0.0.0/24' }, ['order.placed', 'order.cancelled', 'refund.placed']],
    [{ 'anything-but': { cidr: '10.0.0.0/24' } }, ['order.placed', 'order.cancelled', 'refund.placed']],
    [1, []],
  ])('%j may let %j through', (condition, lets) => {
    const types = ['order.placed', 'order.cancelled', 'refund.placed'];

    expect(types.filter((type) => mayMatch(condition, type))).toEqual(lets);
  });
});
