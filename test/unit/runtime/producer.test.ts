import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createProducer } from '../../../lambdas/runtime/create-producer.ts';
import type { ProducerDefinition } from '../../../lambdas/runtime/producer-definition.ts';
import { ConsumerBench, invocationOf } from './consumer-bench.ts';
import { hangingEvents, orderEvents, orderHanging, orderLedger, orderPlaced } from './sample-events.ts';

const request = z.object({ clientKey: z.string(), lines: z.array(z.object({ quantity: z.number().min(1) })) });
type OrderRequest = z.infer<typeof request>;

const placing = (
  overrides: Partial<ProducerDefinition<OrderRequest, { orderId: string }>> = {},
): ProducerDefinition<OrderRequest, { orderId: string }> => ({
  source: '/orders/place-order',
  topics: [orderEvents, orderLedger],
  request,
  idempotencyKey: ({ clientKey }) => clientKey,
  handle: (_request, { transaction, idempotencyKey }) => {
    transaction.put({ TableName: 'orders', Item: { pk: idempotencyKey } });
    transaction.emit(orderPlaced, { orderId: idempotencyKey }, { orderingKey: 'order-1' });
    return { orderId: idempotencyKey };
  },
  ...overrides,
});

const order = { clientKey: 'k1', lines: [{ quantity: 2 }] };
const settings = { producer: 'place-order', horizonSeconds: 3_600 };

function open(overrides: Parameters<typeof placing>[0] = {}, bench = new ConsumerBench()) {
  const produce = createProducer(placing(overrides), settings, bench.ports);
  const call = (value: unknown) => bench.clock.drive(produce(value, invocationOf(bench.clock, 3_000)));
  return { bench, call };
}

describe('a producer', () => {
  it('G1 commits the business write, its events and the outcome in one transaction', async () => {
    const { bench, call } = open();

    const response = await call(order);

    expect(response).toEqual({ status: 'accepted', repeated: false, result: { orderId: 'place-order#k1' } });
    expect(bench.transactions.committed).toMatchObject([
      {
        marker: {
          kind: 'insert',
          key: 'request#place-order#k1',
          result: '{"orderId":"place-order#k1"}',
          expiresAt: 1_767_232_800,
        },
        writes: [{ Put: { Item: { pk: 'place-order#k1' } } }],
        entries: [{ topic: 'order-events' }, { topic: 'order-ledger' }],
      },
    ]);
  });

  it('makes UUIDv7 ids of its own and sequences from 1', async () => {
    const { bench, call } = open();

    await call(order);
    await call({ ...order, clientKey: 'k2' });

    const entries = bench.database.outbox.all();
    expect(new Set(entries.map(({ eventId }) => eventId)).size).toBe(2);
    expect(entries[0]?.eventId).toMatch(/^019b76da-a800-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(entries[0]).toMatchObject({ sequence: '0000000000000001', orderingKey: 'order-1' });
    expect(JSON.parse(entries[0]?.body ?? '{}')).not.toHaveProperty('causeid');
  });

  it('carries the trace context of the call', async () => {
    const bench = new ConsumerBench();
    const produce = createProducer(placing(), settings, bench.ports);
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

    await produce(order, { ...invocationOf(bench.clock, 3_000), traceparent });

    expect(bench.database.outbox.all()[0]).toMatchObject({ attributes: { traceparent } });
  });

  it('G2 answers a repeated request with the first outcome and writes nothing', async () => {
    let calls = 0;
    const { bench, call } = open({
      handle: () => {
        calls += 1;
        return { orderId: `order-${calls}` };
      },
    });
    await call(order);

    const response = await call({ lines: [{ quantity: 2 }], clientKey: 'k1' });

    expect(response).toEqual({ status: 'accepted', repeated: true, result: { orderId: 'order-1' } });
    expect(bench.transactions.committed).toHaveLength(1);
  });

  it('answers a repeated request whose handler throws because the first one succeeded', async () => {
    let exists = false;
    const { call } = open({
      handle: () => {
        if (exists) {
          throw new Error('order exists');
        }
        exists = true;
        return { orderId: 'order-1' };
      },
    });
    await call(order);

    expect(await call(order)).toEqual({ status: 'accepted', repeated: true, result: { orderId: 'order-1' } });
  });

  it('refuses another request under the same key', async () => {
    const { bench, call } = open();
    await call(order);

    const response = await call({ ...order, lines: [{ quantity: 3 }] });

    expect(response).toMatchObject({ status: 'refused', code: 'KEY_REUSED' });
    expect(bench.transactions.committed).toHaveLength(1);
  });

  it('refuses a request that is nested without end', async () => {
    const { bench, call } = open();

    const response = await call({ clientKey: 'k1', lines: JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) });

    expect(response).toMatchObject({
      status: 'refused',
      code: 'REQUEST_INVALID',
      message: '(root): must be nested at most 256 levels deep',
    });
    expect(bench.transactions.committed).toEqual([]);
  });

  it('refuses a request that breaks its schema, with the field path, and writes nothing', async () => {
    const { bench, call } = open();

    const response = await call({ clientKey: 'k1', lines: [{ quantity: 0 }] });

    expect(response).toMatchObject({
      status: 'refused',
      code: 'REQUEST_INVALID',
      message: expect.stringMatching(/^lines\[0\]\.quantity: /),
    });
    expect(bench.database.markers.size).toBe(0);
  });

  it.each([
    ['an empty key', '', 'refused'],
    ['a key of 256 characters', 'k'.repeat(256), 'accepted'],
    ['a key of 257 characters', 'k'.repeat(257), 'refused'],
    ['a key with a lone surrogate, which would be stored as another', '\ud83d', 'refused'],
  ])('%s: %#', async (_what, clientKey, status) => {
    const { call } = open({ handle: () => ({ orderId: '1' }) });

    expect(await call({ ...order, clientKey })).toMatchObject(
      status === 'refused' ? { status, code: 'KEY_INVALID' } : { status },
    );
  });

  it('answers a client in time whose event is never validated', async () => {
    const { bench, call } = open({
      topics: [hangingEvents],
      handle: (_request, { transaction }) => {
        transaction.emit(orderHanging, {}, { orderingKey: '1' });
        return { orderId: '1' };
      },
    });

    await expect(call(order)).rejects.toMatchObject({ code: 'HANDLER_TIMEOUT' });
    expect(bench.transactions.committed).toEqual([]);
  });

  it('G1 emits nothing when the handler throws', async () => {
    const { bench, call } = open({
      handle: (_request, { transaction }) => {
        transaction.emit(orderPlaced, { orderId: '1' }, { orderingKey: '1' });
        throw new Error('no stock');
      },
    });

    await expect(call(order)).rejects.toThrow('no stock');
    expect(bench.transactions.committed).toEqual([]);
    expect(bench.database.outbox.all()).toEqual([]);
  });

  it('commits the answer to a failed condition instead', async () => {
    const bench = new ConsumerBench();
    bench.database.put('orders', { pk: '1' });
    const { call } = open(
      {
        handle: (_request, { transaction }) => {
          transaction.put({ TableName: 'orders', Item: { pk: '1' }, ConditionExpression: 'attribute_not_exists(pk)' });
          return { orderId: 'new' };
        },
        conditionFailed: (_request, { failed }) => ({ orderId: `taken ${failed.length}` }),
      },
      bench,
    );

    expect(await call(order)).toEqual({ status: 'accepted', repeated: false, result: { orderId: 'taken 1' } });
    expect(bench.database.items('orders')).toEqual([{ pk: '1' }]);
  });

  it('fails with CONDITION_FAILED when nothing answers a failed condition', async () => {
    const bench = new ConsumerBench();
    bench.database.put('orders', { pk: '1' });
    const { call } = open(
      {
        handle: (_request, { transaction }) => {
          transaction.put({ TableName: 'orders', Item: { pk: '1' }, ConditionExpression: 'attribute_not_exists(pk)' });
          return { orderId: 'new' };
        },
      },
      bench,
    );

    await expect(call(order)).rejects.toMatchObject({ code: 'CONDITION_FAILED' });
  });

  it('fails when an event is given no ordering key', async () => {
    const { call } = open({
      handle: (_request, { transaction }) => {
        transaction.emit(orderPlaced, { orderId: '1' });
        return { orderId: '1' };
      },
    });

    await expect(call(order)).rejects.toMatchObject({
      code: 'EMITTED_EVENT_INVALID',
      message: 'order.placed: orderingKey must be given; pass it in the options of emit',
    });
  });

  it.each([
    ['accepts', 102_400 - '{"orderId":""}'.length],
    ['rejects', 102_401 - '{"orderId":""}'.length],
  ])('%s an outcome at its limit of 100 KiB', async (verb, length) => {
    const { call } = open({ handle: () => ({ orderId: 'x'.repeat(length) }) });

    const answer = call(order);

    await (verb === 'accepts'
      ? expect(answer).resolves.toMatchObject({ status: 'accepted' })
      : expect(answer).rejects.toMatchObject({ code: 'RESULT_TOO_LARGE' }));
  });

  it('fails with HANDLER_TIMEOUT when the handler does not return in time', async () => {
    const { call } = open({ handle: () => new Promise(() => undefined) });

    await expect(call(order)).rejects.toMatchObject({ code: 'HANDLER_TIMEOUT', abandoned: true });
  });

  it.each([
    ['producer', { producer: '', horizonSeconds: 1 }, 'producer must be a non-empty name without "#", got ""'],
    ['horizonSeconds', { producer: 'p', horizonSeconds: 0 }, 'horizonSeconds must be an integer of 1 or more, got 0'],
  ])('rejects its setting %s', (_name, bad, message) => {
    expect(() => createProducer(placing(), bad, new ConsumerBench().ports)).toThrow(new RangeError(message));
  });
});
