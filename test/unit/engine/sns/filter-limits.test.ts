import { describe, expect, it } from 'vitest';
import type { FilterPolicy, FilterPolicyScope } from '../../../../embedded/engine/sns/filter/filter-policy.ts';
import { codeOf, MessagingWorld } from '../messaging-world.ts';

const values = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`);

const subscribe = (filterPolicy: FilterPolicy, filterPolicyScope: FilterPolicyScope = 'MessageAttributes') => {
  const world = new MessagingWorld();
  const { topicArn } = world.sns.createTopic({ name: 'topic' });
  return codeOf(() =>
    world.sns.subscribe({
      topicArn,
      protocol: 'sqs',
      endpoint: world.queue(),
      attributes: { filterPolicy, filterPolicyScope },
    }),
  );
};

describe('limits of filter policies, https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html', () => {
  it.each<readonly [string, FilterPolicy, FilterPolicyScope, string | undefined]>([
    ['five keys', Object.fromEntries(values(5).map((key) => [key, ['x']])), 'MessageAttributes', undefined],
    ['six keys', Object.fromEntries(values(6).map((key) => [key, ['x']])), 'MessageAttributes', 'InvalidParameter'],
    [
      'five keys below one that nests',
      { a: { b: ['x'], c: ['x'], d: ['x'], e: ['x'], f: ['x'] } },
      'MessageBody',
      undefined,
    ],
    [
      'six keys, one of them below another',
      { a: { b: ['x'] }, c: ['x'], d: ['x'], e: ['x'], f: ['x'], g: ['x'] },
      'MessageBody',
      'InvalidParameter',
    ],
    ['150 values', { a: values(150) }, 'MessageAttributes', undefined],
    ['151 values', { a: values(151) }, 'MessageAttributes', 'InvalidParameter'],
    ['10 x 15 values', { a: values(10), b: values(15) }, 'MessageAttributes', undefined],
    ['10 x 16 values', { a: values(10), b: values(16) }, 'MessageAttributes', 'InvalidParameter'],
    [
      '4 x 3 levels x 3 x 2 levels x 2 values',
      { a: { b: { c: values(4) } }, d: { e: values(3) }, f: values(2) },
      'MessageBody',
      undefined,
    ],
    [
      '5 x 3 levels x 3 x 2 levels x 2 values',
      { a: { b: { c: values(5) } }, d: { e: values(3) }, f: values(2) },
      'MessageBody',
      'InvalidParameter',
    ],
    ['100 + 50 values of an $or', { $or: [{ a: values(100) }, { b: values(50) }] }, 'MessageAttributes', undefined],
    [
      '100 + 51 values of an $or',
      { $or: [{ a: values(100) }, { b: values(51) }] },
      'MessageAttributes',
      'InvalidParameter',
    ],
    ['a nested policy for attributes', { a: { b: ['x'] } }, 'MessageAttributes', 'InvalidParameter'],
    ['256 KiB', { a: ['x'.repeat(262_134)] }, 'MessageAttributes', undefined],
    ['more than 256 KiB', { a: ['x'.repeat(262_135)] }, 'MessageAttributes', 'InvalidParameter'],
  ])('answers %s with the right code', (_name, policy, scope, code) => {
    expect(subscribe(policy, scope)).toBe(code);
  });

  it.each([
    [{ a: [] }],
    [{ a: 'x' }],
    [{ a: {} }],
    [{ a: [['x']] }],
    [{ a: [{}] }],
    [{ a: [{ prefix: 'x', suffix: 'y' }] }],
    [{ a: [{ similar: 'x' }] }],
    [{ a: [{ prefix: '' }] }],
    [{ a: [{ exists: 'yes' }] }],
    [{ a: [{ wildcard: 'a**b' }] }],
    [{ a: [{ wildcard: 'a\\b' }] }],
    [{ a: [{ cidr: '10.0.0.0' }] }],
    [{ a: [{ cidr: '10.0.0.0/33' }] }],
    [{ a: [{ numeric: ['>'] }] }],
    [{ a: [{ numeric: ['!=', 1] }] }],
    [{ a: [{ numeric: ['=', '1'] }] }],
    [{ a: [{ numeric: ['=', 1_000_000_001] }] }],
    [{ a: [{ numeric: ['<', 1, '>', 0] }] }],
    [{ a: [{ numeric: ['>', 1, '<', 1] }] }],
    [{ a: [{ 'anything-but': [] }] }],
    [{ a: [{ 'anything-but': ['x', 1] }] }],
    [{ a: [{ 'anything-but': { exists: true } }] }],
  ] as readonly (readonly [FilterPolicy])[])('rejects %j', (policy) => {
    expect(subscribe(policy)).toBe('InvalidParameter');
  });

  it('rejects the 201st filter policy of a topic, but not the 201st subscription', () => {
    const world = new MessagingWorld();
    const { topicArn } = world.sns.createTopic({ name: 'topic' });
    const subscribeTo = (index: number, filterPolicy: FilterPolicy) =>
      world.sns.subscribe({
        topicArn,
        protocol: 'sqs',
        endpoint: world.queue(`q${index}`),
        attributes: { filterPolicy },
      });
    for (let index = 0; index < 200; index += 1) subscribeTo(index, { a: ['x'] });

    expect(codeOf(() => subscribeTo(200, { a: ['x'] }))).toBe('FilterPolicyLimitExceeded');
    expect(codeOf(() => subscribeTo(200, {}))).toBe(undefined);
  });
});
