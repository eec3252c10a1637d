import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineEvent, defineTopic } from '../../../contracts/event.ts';
import type { Derivation, DerivedEvents } from '../../../lambdas/runtime/outbox/derivation.ts';
import { ItemRelayBench } from './item-relay-bench.ts';
import { changeOf } from './item-samples.ts';

interface Order {
  readonly pk: string;
  readonly version: number;
  readonly status: 'placed' | 'shipped';
  readonly note?: string;
}

const orderPlaced = defineEvent('order.placed', z.object({ orderId: z.string() }));
const orderShipped = defineEvent('order.shipped', z.object({ orderId: z.string() }));
const orders = defineTopic('orders', { events: [orderPlaced, orderShipped] });
const ledger = defineTopic('ledger', { events: [orderShipped], fifo: true });

const derivation: Derivation<Order> = {
  source: '/orders',
  topics: [orders, ledger],
  derive: ({ pk, version, status }, events) =>
    events.emit(
      status === 'placed' ? orderPlaced : orderShipped,
      { orderId: pk },
      { orderingKey: pk, sequence: version, attributes: { status } },
    ),
};

const deriving = (derive: (item: Order, events: DerivedEvents) => void) =>
  new ItemRelayBench({ derivation: { ...derivation, derive } });

const placed: Order = { pk: 'o1', version: 1, status: 'placed' };
const shipped: Order = { pk: 'o1', version: 2, status: 'shipped' };
/** The records of an order that is placed and shipped. */
const history = [changeOf(undefined, { ...placed }, '1'), changeOf({ ...placed }, { ...shipped }, '2')];

describe('item relay, deriving events', () => {
  it('G1 publishes the event of each state of an item, on every topic that lists it', async () => {
    const bench = new ItemRelayBench({ derivation });

    const response = await bench.relay(history);

    expect(response).toEqual({ batchItemFailures: [] });
    expect(
      bench.publisher.published.map(({ body, topicArn }) => [JSON.parse(body).type, topicArn.split(':').at(-1)]),
    ).toEqual([
      ['order.placed', 'orders'],
      ['order.shipped', 'orders'],
      ['order.shipped', 'ledger.fifo'],
    ]);
    const { body, attributes } = bench.publisher.published[1] ?? { body: '{}' };
    expect(JSON.parse(body)).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      source: '/orders',
      type: 'order.shipped',
      time: '2026-01-01T00:00:00.000Z',
      datacontenttype: 'application/json',
      partitionkey: 'o1',
      sequence: '0000000000000002',
      data: { orderId: 'o1' },
    });
    expect(attributes).toEqual({ status: 'shipped', 'ce-type': 'order.shipped', 'ce-source': '/orders' });
  });

  it('G2 makes the same event each time, whenever and wherever it is computed', async () => {
    const [one, other] = [new ItemRelayBench({ derivation }), new ItemRelayBench({ derivation })];
    other.clock.advance(3_600_000);

    await one.relay(history);
    await other.relay(history);

    expect(other.publisher.published).toEqual(one.publisher.published);
    expect(new Set(one.publishedIds).size).toBe(2);
  });

  it('publishes nothing for a change that leaves the item’s event as it was', async () => {
    const bench = new ItemRelayBench({ derivation });

    await bench.relay([changeOf({ ...placed }, { ...placed, note: 'gift' }, '3')]);

    expect(bench.publisher.requests).toEqual([]);
  });

  it('tells apart by identity what an item has several of', async () => {
    const lines = (identified: boolean) =>
      deriving(({ pk }, events) => {
        for (const line of ['a', 'b']) {
          events.emit(orderPlaced, { orderId: line }, { orderingKey: pk, ...(identified && { identity: line }) });
        }
      });

    const [identified, confused] = [lines(true), lines(false)];
    await identified.relay(history.slice(0, 1));
    await confused.relay(history.slice(0, 1));

    expect(new Set(identified.publishedIds).size).toBe(2);
    expect(confused.publishedIds).toEqual([]);
    expect(confused.quarantine.all()).toMatchObject([
      {
        reason: expect.stringMatching(/^DERIVED_EVENT_TWICE: order.placed was emitted twice .* give each an identity/),
      },
    ]);
  });

  it('G1 tells of every version that an item goes through, once, whatever else is written', async () => {
    const step = fc.record({ status: fc.constantFrom<Order['status']>('placed', 'shipped'), counts: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const bench = new ItemRelayBench({ derivation });
        const states = [placed];
        for (const { status, counts } of steps) {
          const { version } = states.at(-1) ?? placed;
          // A write that does not count up the version changes a note only.
          states.push(
            counts ? { pk: 'o1', version: version + 1, status } : { ...(states.at(-1) ?? placed), note: 'x' },
          );
        }

        await bench.relay(
          states.map((state, index) =>
            changeOf(states[index - 1] && { ...states[index - 1] }, { ...state }, String(index)),
          ),
        );

        const toOrders = bench.publisher.published.filter(({ topicArn }) => topicArn.endsWith('orders'));
        const sequences = toOrders.map(({ body }) => Number(JSON.parse(body).sequence));
        expect(sequences).toEqual(Array.from({ length: (states.at(-1) ?? placed).version }, (_, index) => index + 1));
      }),
      { numRuns: 200 },
    );
  });

  it('G1 publishes what rides in an item as well', async () => {
    const bench = new ItemRelayBench({ derivation });

    await bench.relay([changeOf(undefined, { ...placed, fanoutEvents: '[]' }, '1')]);

    expect(bench.publishedIds).toHaveLength(1);
  });

  it.each<[string, (item: Order, events: DerivedEvents) => void, RegExp]>([
    ['throws', () => JSON.parse('{'), /^SyntaxError: /],
    ['is asynchronous', () => Promise.reject('x') as never, /^EMITTED_EVENT_INVALID: derive must be synchronous/],
    [
      'emits a payload that breaks its schema',
      ({ pk }, events) => events.emit(orderPlaced, { orderId: 7 as never }, { orderingKey: pk }),
      /^EMITTED_EVENT_INVALID: order.placed: payload does not match its schema: orderId/,
    ],
    [
      'emits without an ordering key',
      (_item, events) => events.emit(orderPlaced, { orderId: 'o1' }, {} as never),
      /^EMITTED_EVENT_INVALID: order.placed: orderingKey must be given/,
    ],
    [
      'emits more than SNS takes',
      ({ pk }, events) => events.emit(orderPlaced, { orderId: 'x'.repeat(262_144) }, { orderingKey: pk }),
      /^EMITTED_EVENT_INVALID: order.placed: an event must be at most 262144 bytes/,
    ],
    [
      'emits an event of no topic',
      ({ pk }, events) => events.emit(defineEvent('order.lost', z.object({})), {}, { orderingKey: pk }),
      /^EMITTED_EVENT_INVALID: order.lost is not an event of topic orders or topic ledger/,
    ],
  ])('G4 keeps a change whose computation %s, and goes on', async (_what, faulty, reason) => {
    const bench = deriving((item, events) =>
      item.pk === 'bad' ? faulty(item, events) : derivation.derive(item, events),
    );

    const response = await bench.relay([changeOf(undefined, { ...placed, pk: 'bad' }, '5'), ...history.slice(0, 1)]);

    expect(response).toEqual({ batchItemFailures: [] });
    expect(bench.publishedIds).toHaveLength(1);
    expect(bench.quarantine.all()).toMatchObject([
      {
        key: { orderingKey: 'item {"pk":"bad"}', sortKey: '5' },
        reason: expect.stringMatching(reason),
        attributes: { image: expect.stringContaining('"pk":{"S":"bad"}') },
      },
    ]);
  });

  it('gives the derivation plain values of every type', async () => {
    let seen: unknown;
    const bench = deriving((item) => {
      seen = item;
    });
    const image = {
      text: { S: 'a' },
      number: { N: '1.5' },
      yes: { BOOL: true },
      nothing: { NULL: true },
      bytes: { B: 'aGk=' },
      list: { L: [{ N: '1' }, { M: { deep: { BOOL: false } } }] },
      texts: { SS: ['a'] },
      numbers: { NS: ['2'] },
      binaries: { BS: ['aGk='] },
      unknown: { X: 1 },
    };

    await bench.relay([{ eventName: 'INSERT', dynamodb: { NewImage: image } }]);

    const bytes = new Uint8Array([104, 105]);
    expect(seen).toEqual({
      text: 'a',
      number: 1.5,
      yes: true,
      nothing: null,
      bytes,
      list: [1, { deep: false }],
      texts: new Set(['a']),
      numbers: new Set([2]),
      binaries: new Set([bytes]),
      unknown: undefined,
    });
  });

  it.each([
    ['source', { source: '' }, 'source must be a URI reference'],
    ['topics', { topics: [] }, 'derivation of /orders must have topics, got none'],
  ])('fails at cold start without %s', (_what, change, message) => {
    expect(() => new ItemRelayBench({ derivation: { ...derivation, ...change } }).relay([])).toThrow(message);
  });
});
