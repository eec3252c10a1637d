import { describe, expect, it } from 'vitest';
import type { ConsumerDefinition } from '../../../lambdas/runtime/consumer-definition.ts';
import { guardConsumer } from '../../../lambdas/runtime/guard-consumer.ts';
import { readInlineText } from '../../../lambdas/runtime/outbox/inline-text.ts';
import type { OutboxEntry } from '../../../lambdas/runtime/outbox-entry.ts';
import type { BusinessWrite, TransactionRequest, UpdateWrite } from '../../../lambdas/runtime/ports/index.ts';
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
import { withMethods } from './with-methods.ts';

const options = { source: '/orders/inventory', topics: [orderEvents, orderLedger], outbox: 'inline' } as const;

/** The bench after one delivery of order.placed. */
async function deliver(definition: ConsumerDefinition): Promise<ConsumerBench> {
  const bench = new ConsumerBench();
  await bench.send(orderPlacedEnvelope(1));
  await bench.deliver(definition);
  return bench;
}

const writesOf = (bench: ConsumerBench): readonly BusinessWrite[] => bench.transactions.committed[0]?.writes ?? [];

const eventsIn = (item: Readonly<Record<string, unknown>> | undefined): readonly OutboxEntry[] => {
  const read = readInlineText(String(item?.['fanoutEvents']));
  return read.ok ? read.entries : [];
};

/** The update of an order that emits one event in it; its text counts here, whatever its placeholders stand for. */
async function updateFor(UpdateExpression: string, changes: Partial<UpdateWrite> = {}): Promise<UpdateWrite> {
  const bench = new ConsumerBench();
  const writes: BusinessWrite[] = [];
  const commit = async (request: TransactionRequest) => {
    writes.push(...request.writes);
    return { outcome: 'committed' } as const;
  };
  const definition = transactionalConsumer(options).on(orderPlaced, ({ data }, { transaction }) => {
    const update = { TableName: 'orders', Key: { pk: data.orderId }, UpdateExpression, ...changes };
    transaction.update(update, (events) => events.emit(stockReserved, { orderId: data.orderId }));
  });
  await bench.send(orderPlacedEnvelope(1));
  await bench.deliver(definition, { ports: { transactions: withMethods(bench.transactions, { commit }) } });
  return (writes[0] as { Update: UpdateWrite }).Update;
}

describe('events that ride in an item', () => {
  it('G1 are part of the guarded item, with ids that a repeated run makes again', async () => {
    const definition = guardConsumer(options).on(orderPlaced, ({ data }, { emit }) => {
      emit(stockReserved, { orderId: data.orderId }, { sequence: 4, attributes: { tenant: 't1' } });
      return { TableName: 'facts', partitionKey: 'pk', Item: { pk: data.orderId } };
    });

    const [first, second] = [await deliver(definition), await deliver(definition)];

    const [item] = first.database.items('facts');
    expect(eventsIn(item)).toMatchObject([
      {
        topic: 'order-events',
        orderingKey: 'order-1',
        sequence: '0000000000000004',
        createdAt: 1_767_225_600_000,
        attributes: { tenant: 't1', 'ce-type': 'stock.reserved', 'ce-source': '/orders/inventory' },
      },
      { topic: 'order-ledger' },
    ]);
    expect(second.database.items('facts')).toEqual([item]);
  });

  it('leave a guarded item without events as it is', async () => {
    const definition = guardConsumer(options).on(orderPlaced, ({ data }) => ({
      TableName: 'facts',
      partitionKey: 'pk',
      Item: { pk: data.orderId },
    }));

    const bench = await deliver(definition);

    expect(bench.database.items('facts')).toEqual([{ pk: 'order-1', fanoutKey: expect.any(String) }]);
  });

  it('G1 go with the put that they are given to, and only there', async () => {
    const definition = transactionalConsumer(options).on(orderPlaced, ({ data }, { transaction }) => {
      transaction.put({ TableName: 'orders', Item: { pk: data.orderId } }, (events) => {
        events.emit(stockReserved, { orderId: data.orderId });
        events.emit(stockRejected, { orderId: data.orderId, reason: 'none' });
      });
      transaction.put({ TableName: 'facts', Item: { pk: data.orderId } });
    });

    const bench = await deliver(definition);

    const [order, fact] = writesOf(bench) as readonly { Put: { Item: Record<string, unknown> } }[];
    expect(eventsIn(order?.Put.Item).map(({ topic, sequence }) => `${topic} ${sequence}`)).toEqual([
      'order-events 0000000000000002',
      'order-ledger 0000000000000002',
      'order-events 0000000000000003',
    ]);
    expect(fact).toEqual({ Put: { TableName: 'facts', Item: { pk: 'order-1' } } });
    expect(bench.transactions.committed[0]?.entries).toEqual([]);
  });

  it('share their positions with outbox entries, so that no two events have one id', async () => {
    const definition = transactionalConsumer({ ...options, outbox: 'entry' }).on(
      orderPlaced,
      ({ data }, { transaction }) => {
        transaction.emit(stockReserved, { orderId: data.orderId });
        transaction.put({ TableName: 'orders', Item: { pk: data.orderId } }, (events) =>
          events.emit(stockReserved, { orderId: data.orderId }),
        );
      },
    );

    const bench = await deliver(definition);

    const [put] = writesOf(bench) as readonly { Put: { Item: Record<string, unknown> } }[];
    const ids = [...bench.database.outbox.all(), ...eventsIn(put?.Put.Item)].map(({ eventId }) => eventId);
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(2);
  });

  it.each([
    ['SET #status = :s REMOVE hold', 'SET #fanoutEvents = :fanoutEvents, #status = :s REMOVE hold'],
    ['ADD points :p set a = :a', 'ADD points :p SET #fanoutEvents = :fanoutEvents, a = :a'],
    ['REMOVE hold', 'SET #fanoutEvents = :fanoutEvents REMOVE hold'],
    ['REMOVE #SET, :SET.set', 'SET #fanoutEvents = :fanoutEvents REMOVE #SET, :SET.set'],
  ])('become part of the update %s', async (expression, expected) => {
    const update = await updateFor(expression, { ExpressionAttributeNames: { '#status': 'status' } });

    expect(update.UpdateExpression).toBe(expected);
    expect(update.ExpressionAttributeNames).toEqual({ '#status': 'status', '#fanoutEvents': 'fanoutEvents' });
    expect(eventsIn({ fanoutEvents: update.ExpressionAttributeValues?.[':fanoutEvents'] })).toHaveLength(2);
  });

  it('fail the run, and commit nothing, when a payload breaks its schema', async () => {
    const definition = transactionalConsumer(options).on(orderPlaced, ({ data }, { transaction }) =>
      transaction.put({ TableName: 'orders', Item: { pk: data.orderId } }, (events) =>
        events.emit(stockReserved, { orderId: 7 as unknown as string }),
      ),
    );

    const bench = await deliver(definition);

    expect(bench.transactions.committed).toEqual([]);
    expect(bench.reports).toMatchObject([{ error: 'EMITTED_EVENT_INVALID' }]);
  });

  it('are refused after their handler has ended, as its other work is', async () => {
    let late: (() => void) | undefined;
    const definition = guardConsumer(options).on(orderPlaced, ({ data }, { emit }) => {
      late = () => emit(stockReserved, { orderId: data.orderId });
      return { TableName: 'facts', partitionKey: 'pk', Item: { pk: data.orderId } };
    });

    await deliver(definition);

    expect(late).toThrow('emit(stock.reserved) came after the handler had ended');
  });

  it('count in the size of their item', async () => {
    const definition = guardConsumer(options).on(orderPlaced, ({ data }, { emit }) => {
      emit(stockReserved, { orderId: 'x'.repeat(200_000) });
      emit(stockReserved, { orderId: 'x'.repeat(200_000) });
      return { TableName: 'facts', partitionKey: 'pk', Item: { pk: data.orderId, note: 'x'.repeat(10_000) } };
    });

    const bench = await deliver(definition);

    expect(bench.database.items('facts')).toEqual([]);
    expect(bench.reports).toMatchObject([
      {
        error: 'TRANSACTION_TOO_LARGE',
        message: expect.stringMatching(
          /^item must have at most 409600 bytes with its events, got 41\d{4} for table facts/,
        ),
      },
    ]);
  });
});

/** Arrays in arrays. */
const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

describe('reading the events of an item', () => {
  const envelope = orderPlacedEnvelope(1);

  it.each([
    ['no JSON', '{', 'must be JSON'],
    [
      'what would exhaust the stack',
      '['.repeat(100_000) + ']'.repeat(100_000),
      'must be nested at most 258 levels deep',
    ],
    [
      'a payload that no consumer takes',
      JSON.stringify([{ topics: ['a'], envelope: { ...envelope, data: nested(256) } }]),
      'must be nested at most 258 levels deep',
    ],
    ['no array', '{}', 'must be an array of events'],
    ['null', '[null]', '[0].topics must be an array of names'],
    ['an event without topics', JSON.stringify([{ topics: [], envelope }]), '[0].topics must be an array of names'],
    ['a topic that is no name', JSON.stringify([{ topics: [7], envelope }]), '[0].topics must be an array of names'],
    [
      'an attribute that is no text',
      JSON.stringify([{ topics: ['a'], attributes: { a: 1 }, envelope }]),
      '[0].attributes must be a map of strings',
    ],
    ['no envelope', JSON.stringify([{ topics: ['a'] }]), '[0].envelope must be an object'],
    [
      'an envelope without id',
      JSON.stringify([{ topics: ['a'], envelope: { ...envelope, id: '' } }]),
      '[0].envelope: id must be a non-empty string, got ""',
    ],
    [
      'a time that is none, in the second event',
      JSON.stringify([
        { topics: ['a'], envelope },
        { topics: ['a'], envelope: { ...envelope, time: 'noon' } },
      ]),
      '[1].envelope: time must be a time of RFC 3339, got "noon"',
    ],
  ])('refuses %s', (_what, text, problem) => {
    expect(readInlineText(text)).toEqual({ ok: false, problem });
  });

  it('reads the deepest payload that a consumer takes', () => {
    const text = JSON.stringify([{ topics: ['a'], envelope: { ...envelope, data: nested(255) } }]);

    expect(readInlineText(text)).toMatchObject({ ok: true, entries: [{ topic: 'a' }] });
  });
});
