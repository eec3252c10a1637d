import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formatSequence, parseEnvelope } from '../../../contracts/envelope.ts';
import { defineEvent, defineTopic } from '../../../contracts/event.ts';
import { EmittedEventInvalidError } from '../../../lambdas/runtime/errors.ts';
import type { EmitOptions } from '../../../lambdas/runtime/event-context.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';
import { ConsumerBench } from './consumer-bench.ts';
import {
  orderEvents,
  orderLedger,
  orderPlaced,
  orderPlacedEnvelope,
  stockRejected,
  stockReserved,
} from './sample-events.ts';

const options = { source: '/orders/inventory', topics: [orderEvents, orderLedger] };
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

const emitting = (emitOptions: EmitOptions = {}, topics = options.topics) =>
  transactionalConsumer({ ...options, topics }).on(orderPlaced, ({ data }, { transaction }) => {
    transaction.emit(stockReserved, { orderId: data.orderId }, emitOptions);
    transaction.emit(stockRejected, { orderId: data.orderId, reason: 'none' });
  });

async function emitOnce(definition = emitting(), envelope = orderPlacedEnvelope(1)) {
  const bench = new ConsumerBench();
  await bench.send(envelope);
  await bench.deliver(definition);
  return { bench, entries: bench.database.outbox.all() };
}

describe('emission', () => {
  it('makes one entry per event and topic that lists it', async () => {
    const { entries } = await emitOnce();

    expect(entries.map(({ topic, body }) => `${topic} ${JSON.parse(body).type}`)).toEqual([
      'order-events stock.reserved',
      'order-ledger stock.reserved',
      'order-events stock.rejected',
    ]);
  });

  it('writes envelopes that carry cause, order and trace', async () => {
    const cause = orderPlacedEnvelope(1, { traceparent, tracestate: 'a=b', sequence: formatSequence(41) });

    const { entries } = await emitOnce(emitting(), cause);

    const parsed = parseEnvelope(entries[0]?.body ?? '');
    expect(parsed).toMatchObject({
      ok: true,
      envelope: {
        source: '/orders/inventory',
        type: 'stock.reserved',
        time: '2026-01-01T00:00:00.000Z',
        partitionkey: 'order-1',
        sequence: '0000000000000042',
        causeid: cause.id,
        traceparent,
        tracestate: 'a=b',
        data: { orderId: 'order-1' },
      },
    });
    expect(entries[0]).toMatchObject({
      orderingKey: 'order-1',
      sequence: '0000000000000042',
      createdAt: 1_767_225_600_000,
      attributes: { 'ce-type': 'stock.reserved', 'ce-source': '/orders/inventory', traceparent },
    });
    expect(entries[2]).toMatchObject({ sequence: '0000000000000043' });
  });

  it('G2 derives the same ids on every run, and others for other causes, consumers and positions', async () => {
    const one = await emitOnce();
    const again = await emitOnce();
    const other = await emitOnce(emitting(), orderPlacedEnvelope(2));

    const ids = one.entries.map(({ eventId }) => eventId);
    expect(again.entries.map(({ eventId }) => eventId)).toEqual(ids);
    expect(ids[0]).toBe(ids[1]);
    expect(new Set([...ids, ...other.entries.map(({ eventId }) => eventId)]).size).toBe(4);
    expect(ids[0]).toMatch(/^019b76da-a800-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('takes ordering key, sequence and attributes from the options', async () => {
    const attributes = { tenant: 't1', 'trace.id': 'x' };

    const { entries } = await emitOnce(emitting({ orderingKey: 'customer-7', sequence: 900, attributes }));

    expect(entries[0]).toMatchObject({
      orderingKey: 'customer-7',
      sequence: '0000000000000900',
      attributes: { tenant: 't1', 'trace.id': 'x', 'ce-type': 'stock.reserved' },
    });
  });

  it('accepts six attributes of its own', async () => {
    const attributes = { a: '1', b: '2', c: '3', d: '4', e: '5', f: '6' };

    const { entries } = await emitOnce(emitting({ attributes }), orderPlacedEnvelope(1, { traceparent }));

    expect(Object.keys(entries[0]?.attributes ?? {})).toHaveLength(9);
  });

  it.each<[string, EmitOptions, RegExp]>([
    [
      'seven attributes',
      { attributes: { a: '1', b: '2', c: '3', d: '4', e: '5', f: '6', g: '7' } },
      /may carry 6 attributes of its own, got 7/,
    ],
    ['a ce- attribute', { attributes: { 'ce-type': 'x' } }, /"ce-type" is reserved/],
    ['a fanout- attribute', { attributes: { 'fanout-failure': 'x' } }, /"fanout-failure" is reserved/],
    [
      'an attribute with a control character',
      { attributes: { a: '\u0000' } },
      /attribute a must not have control characters/,
    ],
    [
      'an attribute with a lone surrogate',
      { attributes: { a: '\ud800' } },
      /attribute a must not have control characters/,
    ],
    ['an attribute named __proto__', { attributes: JSON.parse('{"__proto__":"x"}') }, /"__proto__" is reserved/],
    ['a traceparent attribute', { attributes: { traceparent: 'x' } }, /"traceparent" is reserved/],
    ['an AWS. attribute', { attributes: { 'AWS.x': 'x' } }, /"AWS\.x" is reserved/],
    ['an attribute with a space', { attributes: { 'a b': 'x' } }, /attribute name must be .* got "a b"/],
    ['an attribute with two periods', { attributes: { 'a..b': 'x' } }, /attribute name must be .* got "a\.\.b"/],
    ['an empty attribute', { attributes: { a: '' } }, /attribute a must be a non-empty string/],
    ['a fractional sequence', { sequence: 0.5 }, /sequence must be an integer of 0 to 2\^53 - 1, got 0\.5/],
    ['an empty ordering key', { orderingKey: '' }, /orderingKey must be given/],
    ['an ordering key with a lone surrogate', { orderingKey: '\ud83d' }, /orderingKey must not have lone surrogates/],
    [
      'an ordering key that is no message group',
      { orderingKey: 'order 1' },
      /for the FIFO topic order-ledger, got "order 1"/,
    ],
  ])('rejects %s at the call', async (_what, emitOptions, message) => {
    const { bench, entries } = await emitOnce(emitting(emitOptions));

    expect(entries).toEqual([]);
    expect(bench.reports).toMatchObject([
      { reason: 'NON_RETRYABLE', error: 'EMITTED_EVENT_INVALID', message: expect.stringMatching(message) },
    ]);
  });

  it('allows any ordering key on standard topics', async () => {
    const { entries } = await emitOnce(emitting({ orderingKey: 'order 1' }, [orderEvents]));

    expect(entries[0]).toMatchObject({ orderingKey: 'order 1' });
  });

  it('rejects an event that no topic lists', async () => {
    const { bench } = await emitOnce(emitting({}, [orderLedger]));

    expect(bench.reports[0]?.message).toBe(
      "stock.rejected is not an event of topic order-ledger; add it to the topic's events",
    );
  });

  it('throws the error in the handler, where its cause is', async () => {
    let thrown: unknown;
    const definition = transactionalConsumer({ source: '/a' }).on(orderPlaced, ({ data }, { transaction }) => {
      try {
        transaction.emit(stockReserved, { orderId: data.orderId });
      } catch (error) {
        thrown = error;
      }
    });

    await emitOnce(definition);

    expect(thrown).toBeInstanceOf(EmittedEventInvalidError);
    expect(thrown).toMatchObject({
      message: expect.stringContaining('stock.reserved is not an event of any topic of /a'),
    });
  });

  it('G1 commits nothing when a payload breaks its schema', async () => {
    const definition = transactionalConsumer(options).on(orderPlaced, (_event, { transaction }) => {
      transaction.put({ TableName: 'orders', Item: { pk: '1' } });
      transaction.emit(stockReserved, { orderId: 7 as unknown as string });
    });

    const { bench } = await emitOnce(definition);

    expect(bench.transactions.committed).toEqual([]);
    expect(bench.reports).toMatchObject([
      {
        error: 'EMITTED_EVENT_INVALID',
        message: expect.stringMatching(/payload does not match its schema: orderId: /),
      },
    ]);
  });

  it('validates the payload as its readers will see it, gone through JSON', async () => {
    const dated = defineEvent('order.dated', z.object({ at: z.date() }));
    const definition = transactionalConsumer({ source: '/a', topics: [defineTopic('dates', { events: [dated] })] }).on(
      orderPlaced,
      (_event, { transaction }) => transaction.emit(dated, { at: new Date(0) }),
    );

    const { bench } = await emitOnce(definition);

    expect(bench.reports).toMatchObject([{ error: 'EMITTED_EVENT_INVALID', message: expect.stringContaining('at: ') }]);
  });

  it('takes the payload as it was at the call', async () => {
    const definition = transactionalConsumer(options).on(orderPlaced, (_event, { transaction }) => {
      const payload = { orderId: 'before' };
      transaction.emit(stockReserved, payload);
      payload.orderId = 'after';
    });

    const { entries } = await emitOnce(definition);

    expect(JSON.parse(entries[0]?.body ?? '{}').data).toEqual({ orderId: 'before' });
  });

  it('rejects a payload that is no JSON value', async () => {
    const cyclic: { orderId: string; self?: unknown } = { orderId: '1' };
    cyclic.self = cyclic;
    const definition = transactionalConsumer(options).on(orderPlaced, (_event, { transaction }) =>
      transaction.emit(stockReserved, cyclic),
    );

    const { bench } = await emitOnce(definition);

    expect(bench.reports[0]?.message).toMatch(/^stock\.reserved: payload must be a JSON value: /);
  });

  it.each([
    ['accepts 256 KiB', 0, 'applied'],
    ['rejects one byte more', 1, 'dead-lettered'],
  ])('%s with the attributes counted', async (_what, more, outcome) => {
    const size = await sizeOfEntry('');
    const definition = transactionalConsumer({ ...options, topics: [orderEvents] }).on(
      orderPlaced,
      (_event, { transaction }) => transaction.emit(stockReserved, { orderId: 'x'.repeat(262_144 - size + more) }),
    );

    const { bench } = await emitOnce(definition);

    expect(bench.lines).toMatchObject([{ outcome }]);
  });
});

async function sizeOfEntry(orderId: string): Promise<number> {
  const definition = transactionalConsumer({ ...options, topics: [orderEvents] }).on(
    orderPlaced,
    (_event, { transaction }) => transaction.emit(stockReserved, { orderId }),
  );
  const { entries } = await emitOnce(definition);
  const attributes = 'ce-typeStringstock.reservedce-sourceString/orders/inventory'.length;
  return Buffer.byteLength(entries[0]?.body ?? '') + attributes;
}
