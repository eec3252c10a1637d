import type { FilterPolicy, FilterPolicyScope } from '../../../embedded/engine/sns/filter/filter-policy.ts';
import type { MessageAttribute } from '../../../embedded/engine/sqs/message.ts';
import type { Scenario } from '../scenario.ts';
import { bodies, type MessagingServices, newQueue, newTopic, refusal } from './messaging-services.ts';

const GUIDE = 'https://docs.aws.amazon.com/sns/latest/dg';
const STRINGS = `${GUIDE}/string-value-matching.html`;

const text = (stringValue: string): MessageAttribute => ({ dataType: 'String', stringValue });
const number = (stringValue: string): MessageAttribute => ({ dataType: 'Number', stringValue });
const list = (...values: readonly unknown[]): MessageAttribute => ({
  dataType: 'String.Array',
  stringValue: JSON.stringify(values),
});

async function filtered(services: MessagingServices, filterPolicy: FilterPolicy, filterPolicyScope: FilterPolicyScope) {
  const topicArn = await newTopic(services);
  const endpoint = await newQueue(services);
  const attributes = { rawMessageDelivery: true, filterPolicyScope, filterPolicy };
  await services.sns.subscribe({ topicArn, protocol: 'sqs', endpoint, attributes });
  return { topicArn, endpoint };
}

/** Which of these values of the attribute `key` pass the policy, by their names; `absent` is a message without it. */
const passing = (conditions: FilterPolicy['key'], values: Readonly<Record<string, MessageAttribute>>) =>
  async function run(services: MessagingServices): Promise<readonly string[]> {
    const { topicArn, endpoint } = await filtered(services, { key: conditions ?? [] }, 'MessageAttributes');
    for (const [message, value] of Object.entries(values)) {
      await services.sns.publish({ topicArn, message, messageAttributes: message === 'absent' ? {} : { key: value } });
    }
    await services.wait(0.5);
    return [...(await bodies(services, endpoint))].sort();
  };

/** Which of these bodies pass the policy. */
const passingBodies = (policy: FilterPolicy, messages: readonly string[]) =>
  async function run(services: MessagingServices): Promise<readonly string[]> {
    const { topicArn, endpoint } = await filtered(services, policy, 'MessageBody');
    for (const message of messages) await services.sns.publish({ topicArn, message });
    await services.wait(0.5);
    return [...(await bodies(services, endpoint))].sort();
  };

/** What these policies are answered with. */
const answers = (policies: Readonly<Record<string, FilterPolicy>>) =>
  async function run(services: MessagingServices): Promise<Readonly<Record<string, string>>> {
    const seen: Record<string, string> = {};
    for (const [name, policy] of Object.entries(policies)) {
      seen[name] = await refusal(filtered(services, policy, 'MessageAttributes'));
    }
    return seen;
  };

const values = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`);

/** Filter policies: operators, scopes, limits. */
export const filterScenarios: readonly Scenario<MessagingServices>[] = [
  {
    name: 'exact strings match a String, and a member of a String.Array',
    page: STRINGS,
    run: passing(['rugby', 'tennis'], {
      rugby: text('rugby'),
      Rugby: text('Rugby'),
      both: list('rugby', 'golf'),
      neither: list('golf'),
      absent: text(''),
    }),
    sees: ['both', 'rugby'],
  },
  {
    name: 'anything-but matches another value, also one member of a list, but no absence',
    page: STRINGS,
    run: passing([{ 'anything-but': ['rugby', 'tennis'] }], {
      golf: text('golf'),
      rugby: text('rugby'),
      mixed: list('rugby', 'golf'),
      absent: text(''),
    }),
    sees: ['golf', 'mixed'],
  },
  {
    name: 'prefix, and anything-but a prefix',
    page: STRINGS,
    async run(services) {
      const events = { data: text('data-entry'), order: text('order-cancelled') };
      return [
        await passing([{ prefix: 'order-' }], events)(services),
        await passing([{ 'anything-but': { prefix: 'order-' } }], events)(services),
      ];
    },
    sees: [['order'], ['data']],
  },
  {
    name: 'suffix',
    page: STRINGS,
    run: passing([{ suffix: 'ball' }], { yes: text('baseball'), no: text('rugby') }),
    sees: ['yes'],
  },
  {
    name: 'equals-ignore-case',
    page: STRINGS,
    run: passing([{ 'equals-ignore-case': 'tennis' }], { yes: text('TeNNis'), no: text('tennis1') }),
    sees: ['yes'],
  },
  {
    name: 'anything-but a suffix',
    page: STRINGS,
    run: passing([{ 'anything-but': { suffix: 'ball' } }], { yes: text('rugby'), no: text('baseball') }),
    sees: ['yes'],
  },
  {
    name: 'wildcard',
    page: STRINGS,
    run: passing([{ wildcard: 'b*ball' }], { yes: text('baseball'), no: text('football') }),
    sees: ['yes'],
  },
  {
    name: 'addresses of a subnet',
    page: STRINGS,
    run: passing([{ cidr: '10.0.0.0/24' }], {
      first: text('10.0.0.0'),
      last: text('10.0.0.255'),
      other: text('10.1.1.0'),
    }),
    sees: ['first', 'last'],
  },
  {
    name: 'numbers: equality by value, ranges, and no strings',
    page: `${GUIDE}/numeric-value-matching.html`,
    async run(services) {
      const prices = { half: number('0.5'), exact: number('3.015e2'), top: number('150'), words: text('150') };
      return [
        await passing([{ numeric: ['=', 301.5] }], prices)(services),
        await passing([{ numeric: ['>', 0.5, '<=', 150] }], prices)(services),
      ];
    },
    sees: [['exact'], ['top']],
  },
  {
    name: 'exists, and exists not',
    page: `${GUIDE}/attribute-key-matching.html`,
    async run(services) {
      const messages = { present: text('x'), absent: text('') };
      return [
        await passing([{ exists: true }], messages)(services),
        await passing([{ exists: false }], messages)(services),
      ];
    },
    sees: [['present'], ['absent']],
  },
  {
    name: 'keys are joined by and, and $or by or',
    page: `${GUIDE}/and-or-logic.html`,
    run: passingBodies({ source: ['aws'], $or: [{ metric: ['cpu'] }, { space: ['ec2'] }] }, [
      '{"source":"aws","metric":"cpu"}',
      '{"source":"aws","space":"ec2"}',
      '{"source":"aws","space":"s3"}',
      '{"metric":"cpu"}',
    ]),
    sees: ['{"source":"aws","metric":"cpu"}', '{"source":"aws","space":"ec2"}'],
  },
  {
    name: 'bodies: nested keys, lists, types',
    page: `${GUIDE}/sns-message-filtering-scope.html`,
    run: passingBodies({ order: { kind: ['new', 7] } }, [
      '{"order":{"kind":"new"}}',
      '{"order":{"kind":["old","new"]}}',
      '{"order":{"kind":7}}',
      '{"order":{"kind":"7"}}',
      '{"kind":"new"}',
      'no json',
    ]),
    sees: ['{"order":{"kind":"new"}}', '{"order":{"kind":7}}', '{"order":{"kind":["old","new"]}}'],
  },
  {
    name: 'policies have at most 5 keys and 150 combinations, and are not nested for attributes',
    page: `${GUIDE}/subscription-filter-policy-constraints.html`,
    run: answers({
      'five keys': Object.fromEntries(values(5).map((key) => [key, ['x']])),
      'six keys': Object.fromEntries(values(6).map((key) => [key, ['x']])),
      '150 combinations': { a: values(10), b: values(15) },
      '160 combinations': { a: values(10), b: values(16) },
      nested: { a: { b: ['x'] } },
    }),
    sees: {
      'five keys': 'ok',
      'six keys': 'InvalidParameter',
      '150 combinations': 'ok',
      '160 combinations': 'InvalidParameter',
      nested: 'InvalidParameter',
    },
  },
  {
    name: 'policies with unknown operators or wrong operands are refused',
    page: `${GUIDE}/sns-subscription-filter-policies.html`,
    run: answers({
      operator: { a: [{ similar: 'x' }] },
      comparison: { a: [{ numeric: ['!=', 1] }] },
      range: { a: [{ numeric: ['<', 1, '>', 0] }] },
      exists: { a: [{ exists: 'yes' }] },
      'two operators': { a: [{ prefix: 'x', suffix: 'y' }] },
      'no list': { a: 'x' },
    }),
    sees: {
      operator: 'InvalidParameter',
      comparison: 'InvalidParameter',
      range: 'InvalidParameter',
      exists: 'InvalidParameter',
      'two operators': 'InvalidParameter',
      'no list': 'InvalidParameter',
    },
  },
];
