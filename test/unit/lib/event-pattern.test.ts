import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineEvent, defineTopic, type EventDefinition } from '../../../contracts/index.ts';
import { EventTopic, type SubscriberProps } from '../../../lib/index.ts';
import { addSubscriber, emptyStack } from './sample-stack.ts';
import { resourcesOf } from './template-reading.ts';

const types = ['order', 'order.line.created', 'order.line.removed', 'order.placed', 'payment.captured'];
const definition = defineTopic('shop', { events: types.map((type) => defineEvent(type, z.unknown())) });

const subscriptionFor = (events: SubscriberProps['events'], bodyFilter?: SubscriberProps['bodyFilter']): object => {
  const stack = emptyStack();
  addSubscriber(stack, { topic: new EventTopic(stack, 'Topic', { definition }), events, bodyFilter });
  const [subscription] = Object.values(resourcesOf(Template.fromStack(stack), 'AWS::SNS::Subscription'));
  return subscription?.Properties ?? {};
};

const typesFor = (...events: NonNullable<SubscriberProps['events']>[number][]): unknown =>
  (subscriptionFor(events) as { FilterPolicy?: Record<string, unknown> }).FilterPolicy?.['ce-type'];

describe('patterns of events', () => {
  it.each([
    ['a type', 'order.placed', ['order.placed']],
    ['one word', 'order.*', ['order.placed']],
    ['one word inside', 'order.*.created', ['order.line.created']],
    ['a word at the start', '*.captured', ['payment.captured']],
    ['any words inside', 'order.#.created', ['order.line.created']],
    ['any words at the start', '#.placed', ['order.placed']],
    ['words after a wildcard, declared ones only', '*.line.#', ['order.line.created', 'order.line.removed']],
  ])('stand for the declared events that match: %s', (_what, pattern, expected) => {
    expect(typesFor(pattern)).toStrictEqual(expected);
  });

  it('are left open when they end with any words after plain ones, and take the bare type as well', () => {
    expect(typesFor('order.#')).toStrictEqual(['order', { prefix: 'order.' }]);
    expect(typesFor('order.line.#')).toStrictEqual([{ prefix: 'order.line.' }]);
  });

  it('need no filter when they take whatever comes, or name every event', () => {
    expect(typesFor('#')).toBeUndefined();
    expect(typesFor(...types)).toBeUndefined();
    // Not so a prefix, though it matches all that is declared today.
    expect(typesFor('order.#', 'payment.captured')).toStrictEqual(['order', 'payment.captured', { prefix: 'order.' }]);
  });

  it('mix with definitions, and say nothing twice', () => {
    const placed = definition.events[3] as EventDefinition;

    expect(typesFor(placed, 'order.placed', 'order.line.#', 'order.line.created')).toStrictEqual([
      'order.placed',
      { prefix: 'order.line.' },
    ]);
  });

  it('G7 fail when no declared event matches', () => {
    expect(() => typesFor('order.*.lost')).toThrow(
      'events must be among those of topic shop (order, order.line.created, order.line.removed, order.placed, payment.captured), got order.*.lost [EventNotInTopic] (at Shop/Inventory)',
    );
  });

  it.each([
    'Order.Placed',
    'order..placed',
    'order.',
    'order.p*',
    '',
    3 as unknown as string,
    null as unknown as string,
  ])('G7 fail when they are no patterns: %j', (pattern) => {
    expect(() => typesFor(pattern)).toThrow('[EventPatternInvalid] (at Shop/Inventory)');
  });
});

describe('a filter on bodies', () => {
  it('is on the payload, and then on the type in the body as well', () => {
    const conditions = { totalCents: [{ numeric: ['>', 10_000] }], address: { country: ['CH', 'AT'] } };

    expect(subscriptionFor(['order.placed'], conditions)).toMatchObject({
      FilterPolicyScope: 'MessageBody',
      FilterPolicy: { type: ['order.placed'], data: conditions },
    });
    expect(subscriptionFor(undefined, conditions)).toMatchObject({ FilterPolicy: { data: conditions } });
  });

  const values = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

  it('G7 fails one past 150 combinations, a field’s values counting once for each level', () => {
    expect(() => subscriptionFor(undefined, { a: values(75) })).not.toThrow();
    expect(() => subscriptionFor(undefined, { a: values(76) })).toThrow('[BodyFilterTooComplex]');
    expect(() => subscriptionFor(undefined, { a: values(5), b: { c: values(5) } })).not.toThrow();
    expect(() => subscriptionFor(undefined, { a: values(5), b: { c: values(6) } })).toThrow(', got 180 [');
    expect(() => subscriptionFor(['order.placed', 'payment.captured'], { a: values(75) })).toThrow(
      '[BodyFilterTooComplex]',
    );
  });

  it('G7 fails one past 5 fields, the type included when it is looked for', () => {
    const fields = (count: number) => Object.fromEntries([...'abcdef'].slice(0, count).map((field) => [field, ['x']]));

    expect(() => subscriptionFor(undefined, fields(5))).not.toThrow();
    expect(() => subscriptionFor(undefined, fields(6))).toThrow(', got 6 [BodyFilterFields]');
    expect(() => subscriptionFor(['order.placed'], fields(4))).not.toThrow();
    expect(() => subscriptionFor(['order.placed'], fields(5))).toThrow('[BodyFilterFields]');
  });

  it.each([
    ['BodyFilterEmpty', {}],
    ['BodyFilterEmpty', { a: {} }],
    ['BodyFilterInvalid', { a: [] }],
    ['BodyFilterInvalid', { a: 'CH' }],
    ['BodyFilterInvalid', { a: null }],
  ])('G7 fails with %s on %j', (code, filter) => {
    expect(() => subscriptionFor(undefined, filter as SubscriberProps['bodyFilter'])).toThrow(`[${code}]`);
  });
});
