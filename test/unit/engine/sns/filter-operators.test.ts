import { describe, expect, it } from 'vitest';
import type { FilterPolicy, Json } from '../../../../embedded/engine/sns/filter/filter-policy.ts';
import type { MessageAttribute } from '../../../../embedded/engine/sqs/message.ts';
import { list, number, passesByAttributes, passesByBody, text } from './filtered.ts';

type Row = readonly [conditions: readonly Json[], value: MessageAttribute, passes: boolean];

const check = (rows: readonly Row[]) =>
  it.each(rows)('%j and %j: %s', (conditions, value, passes) => {
    expect(passesByAttributes({ key: conditions }, { key: value })).toBe(passes);
  });

describe('string values, https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html', () => {
  check([
    [['rugby', 'tennis'], text('rugby'), true],
    [['rugby', 'tennis'], text('Rugby'), false],
    [['rugby'], text('baseball'), false],
    [['rugby'], list('rugby', 'baseball'), true],
    [['rugby'], list('baseball'), false],
    [[{ 'anything-but': ['rugby', 'tennis'] }], text('baseball'), true],
    [[{ 'anything-but': ['rugby', 'tennis'] }], text('rugby'), false],
    [[{ 'anything-but': 'rugby' }], text('rugby'), false],
    [[{ 'anything-but': ['rugby', 'tennis'] }], list('rugby', 'baseball'), true],
    [[{ 'anything-but': ['rugby'] }], list('rugby'), false],
    [[{ 'anything-but': { prefix: 'order-' } }], text('order_number'), true],
    [[{ 'anything-but': { prefix: 'order-' } }], text('order-cancelled'), false],
    [[{ 'anything-but': { suffix: 'ball' } }], text('rugby'), true],
    [[{ 'anything-but': { suffix: 'ball' } }], text('baseball'), false],
    [[{ 'anything-but': { suffix: ['ball', 'by'] } }], text('rugby'), false],
    [[{ 'anything-but': { wildcard: '*ball' } }], text('baseball'), false],
    [[{ 'anything-but': { wildcard: '*ball' } }], text('ballet'), true],
    [[{ 'anything-but': { 'equals-ignore-case': ['tennis'] } }], text('TENNIS'), false],
    [[{ 'equals-ignore-case': 'tennis' }], text('TeNnIs'), true],
    [[{ 'equals-ignore-case': 'tennis' }], text('tennis.'), false],
    [[{ prefix: 'bas' }], text('baseball'), true],
    [[{ prefix: 'bas' }], text('rugby'), false],
    [[{ suffix: 'ball' }], text('baseball'), true],
    [[{ suffix: 'ball' }], text('balls'), false],
    [[{ wildcard: '*ball' }], text('football'), true],
    [[{ wildcard: 'b*b*l' }], text('baseball'), true],
    [[{ wildcard: 'ab*ba' }], text('aba'), false],
    [[{ wildcard: 'a\\*b' }], text('a*b'), true],
    [[{ wildcard: 'a\\*b' }], text('axb'), false],
  ]);
});

describe('IP addresses, https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html', () => {
  check([
    [[{ cidr: '10.0.0.0/24' }], text('10.0.0.0'), true],
    [[{ cidr: '10.0.0.0/24' }], text('10.0.0.255'), true],
    [[{ cidr: '10.0.0.0/24' }], text('10.1.1.0'), false],
    [[{ cidr: '10.0.0.0/24' }], text('somewhere'), false],
    [[{ cidr: '2001:db8::/32' }], text('2001:db8:1::1'), true],
    [[{ cidr: '2001:db8::/32' }], text('2001:db9::1'), false],
  ]);
});

describe('numbers, https://docs.aws.amazon.com/sns/latest/dg/numeric-value-matching.html', () => {
  check([
    [[{ numeric: ['=', 301.5] }], number('301.5'), true],
    [[{ numeric: ['=', 301.5] }], number('3.015e2'), true],
    [[301.5], number('301.50'), true],
    [[{ numeric: ['=', 0.000_001] }], number('0.000002'), true],
    [[{ numeric: ['=', 0.000_01] }], number('0.00002'), false],
    [[{ numeric: ['>', 0, '<=', 150] }], number('150'), true],
    [[{ numeric: ['>', 0, '<=', 150] }], number('0'), false],
    [[{ numeric: ['>', 0, '<=', 150] }], number('150.1'), false],
    [[{ numeric: ['<', 0] }], number('-1'), true],
    [[{ numeric: ['>=', 5] }], number('5'), true],
    [[{ numeric: ['>', 5] }], number('2e9'), false],
    [[{ numeric: ['=', 5] }], text('5'), false],
    [[{ 'anything-but': [100, 500] }], number('101'), true],
    [[{ 'anything-but': [100, 500] }], number('100.0'), false],
    [[{ 'anything-but': [100, 500] }], list(100, 50), true],
  ]);
});

describe('keys, https://docs.aws.amazon.com/sns/latest/dg/attribute-key-matching.html', () => {
  it.each([
    [[{ exists: true }], { key: text('a') }, true],
    [[{ exists: true }], { other: text('a') }, false],
    [[{ exists: false }], { key: text('a') }, false],
    [[{ exists: false }], { other: text('a') }, true],
    [[{ exists: false }, 'a'], { key: text('a') }, true],
    [[{ 'anything-but': ['a'] }], { other: text('b') }, false],
    [[{ exists: true }], { key: { dataType: 'Binary', binaryValue: 'AA==' } }, false],
  ])('%j and %j: %s', (conditions, attributes, passes) => {
    expect(passesByAttributes({ key: conditions }, attributes)).toBe(passes);
  });

  it('does not take what every object has for an attribute', () => {
    expect(passesByAttributes({ constructor: [{ exists: true }] }, {})).toBe(false);
    expect(passesByBody({ constructor: [{ exists: true }] }, '{}')).toBe(false);
  });
});

describe('types, https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html', () => {
  check([
    [[true], list(true, 'x'), true],
    [[null], list(null), true],
    [[true], text('true'), false],
    [['a'], { dataType: 'Binary', binaryValue: 'YQ==' }, false],
    [['a'], { dataType: 'String.custom', stringValue: 'a' }, false],
  ]);
});

describe('and, or and $or, https://docs.aws.amazon.com/sns/latest/dg/and-or-logic.html', () => {
  const policy: FilterPolicy = {
    source: ['aws.cloudwatch'],
    $or: [{ metricName: ['CPUUtilization'] }, { namespace: ['AWS/EC2'] }],
  };

  it.each([
    [{ source: 'aws.cloudwatch', metricName: 'CPUUtilization' }, true],
    [{ source: 'aws.cloudwatch', namespace: 'AWS/EC2' }, true],
    [{ source: 'aws.cloudwatch', metricName: 'ReadLatency' }, false],
    [{ metricName: 'CPUUtilization' }, false],
  ])('lets %j pass: %s', (values, passes) => {
    const attributes = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(value)]));

    expect(passesByAttributes(policy, attributes)).toBe(passes);
    expect(passesByBody(policy, JSON.stringify(values))).toBe(passes);
  });

  it('takes $or with one object for a key like any other', () => {
    expect(() => passesByAttributes({ $or: [{ metricName: ['a'] }] }, {})).toThrow(/unknown operator 'metricName'/);
    expect(passesByAttributes({ $or: [{ prefix: 'a' }, { suffix: 'b' }] }, { $or: text('cab') })).toBe(true);
  });
});
