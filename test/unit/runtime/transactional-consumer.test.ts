import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineEvent } from '../../../contracts/event.ts';
import { NonRetryableError } from '../../../lambdas/runtime/errors.ts';
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

const reserving = transactionalConsumer(options).on(orderPlaced, ({ data }, { transaction }) => {
  transaction.put({ TableName: 'orders', Item: { pk: data.orderId, quantity: data.quantity } });
  transaction.emit(stockReserved, { orderId: data.orderId });
});

/** Takes the order over from nobody: the condition holds until somebody has. */
const conditional = {
  TableName: 'orders',
  Item: { pk: 'order-1', taken: true },
  ConditionExpression: 'attribute_not_exists(taken)',
};
const takeOrder = (bench: ConsumerBench) => bench.database.put('orders', conditional.Item);

describe('a transactional consumer', () => {
  it('G2 commits marker, writes and outbox entries in one transaction', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1));

    const kept = await bench.deliver(reserving);

    expect(kept).toEqual([]);
    expect(bench.transactions.committed).toHaveLength(1);
    expect(bench.database.items('orders')).toEqual([{ pk: 'order-1', quantity: 1 }]);
    expect(bench.database.outbox.all().map(({ topic }) => topic)).toEqual(['order-events', 'order-ledger']);
    expect([...bench.database.markers.keys()]).toEqual([`inventory#/orders/place-order#${orderPlacedEnvelope(1).id}`]);
  });

  it('G2 acknowledges a duplicate and applies nothing again', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1));
    await bench.deliver(reserving);
    await bench.send(orderPlacedEnvelope(1));

    const kept = await bench.deliver(reserving);

    expect(kept).toEqual([]);
    expect(bench.transactions.committed).toHaveLength(1);
    expect(bench.outcomes).toEqual(['applied source-1', 'duplicate source-2']);
  });

  it('G2 acknowledges a duplicate whose business condition fails as well', async () => {
    const bench = new ConsumerBench();
    const definition = transactionalConsumer(options).on(orderPlaced, (_event, { transaction }) =>
      transaction.put(conditional),
    );
    await bench.send(orderPlacedEnvelope(1));
    await bench.deliver(definition);
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(definition);

    expect(bench.outcomes).toEqual(['applied source-1', 'duplicate source-2']);
  });

  it('G2 acknowledges a duplicate that its handler rejects, because the effect that it finds is its own', async () => {
    const bench = new ConsumerBench();
    const definition = transactionalConsumer(options).on(orderPlaced, ({ data }, { transaction }) => {
      if (bench.database.item('orders', { pk: data.orderId }) !== undefined) {
        throw new NonRetryableError('there is such an order');
      }
      transaction.put({ TableName: 'orders', Item: { pk: data.orderId } });
    });
    await bench.send(orderPlacedEnvelope(1));
    await bench.deliver(definition);
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(definition);

    expect(bench.outcomes).toEqual(['applied source-1', 'duplicate source-2']);
    expect(bench.deadLetterQueue.messages).toEqual([]);
  });

  it('G2 acknowledges a duplicate that a new deployment finds invalid', async () => {
    const bench = new ConsumerBench();
    const stricter = defineEvent('order.placed', z.object({ orderId: z.string(), customer: z.string() }));
    await bench.send(orderPlacedEnvelope(1));
    await bench.deliver(reserving);
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(transactionalConsumer(options).on(stricter, () => undefined));

    expect(bench.outcomes).toEqual(['applied source-1', 'duplicate source-2']);
  });

  it('dead-letters another payload under the same id as KEY_REUSED', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1));
    await bench.deliver(reserving);
    await bench.send(orderPlacedEnvelope(1, { data: { orderId: 'order-2' } }));

    const kept = await bench.deliver(reserving);

    expect(kept).toEqual([]);
    expect(bench.reports).toMatchObject([{ reason: 'KEY_REUSED', eventId: orderPlacedEnvelope(1).id }]);
    expect(bench.database.items('orders')).toHaveLength(1);
  });

  it('commits the answer to a failed condition instead, from an empty transaction', async () => {
    const bench = new ConsumerBench();
    takeOrder(bench);
    const definition = transactionalConsumer(options).on(
      orderPlaced,
      ({ data }, { transaction }) => {
        transaction.put(conditional);
        transaction.emit(stockReserved, { orderId: data.orderId });
      },
      ({ data }, { failed, transaction }) =>
        transaction.emit(stockRejected, { orderId: data.orderId, reason: `write ${failed[0]?.index}` }),
    );
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(definition);

    expect(bench.outcomes).toEqual(['applied source-1']);
    expect(bench.database.items('orders')).toEqual([conditional.Item]);
    expect(bench.transactions.committed[0]?.writes).toEqual([]);
    expect(bench.database.outbox.all().map(({ body }) => JSON.parse(body).data)).toEqual([
      { orderId: 'order-1', reason: 'write 0' },
    ]);
  });

  it('retries a failed condition that has no answer', async () => {
    const bench = new ConsumerBench();
    takeOrder(bench);
    const definition = transactionalConsumer(options).on(orderPlaced, (_event, { transaction }) =>
      transaction.put(conditional),
    );
    await bench.send(orderPlacedEnvelope(1));

    const kept = await bench.deliver(definition);

    expect(kept).toEqual(['source-1']);
    expect(bench.lines).toMatchObject([{ outcome: 'retry', error: 'CONDITION_FAILED', attempt: 1 }]);
    expect(bench.database.markers.size).toBe(0);
  });

  it('commits nothing of a handler that throws', async () => {
    const bench = new ConsumerBench();
    const definition = transactionalConsumer(options).on(orderPlaced, ({ data }, { transaction }) => {
      transaction.put({ TableName: 'orders', Item: { pk: data.orderId } });
      throw new NonRetryableError('no such customer');
    });
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(definition);

    expect(bench.transactions.committed).toEqual([]);
    expect(bench.reports).toMatchObject([{ reason: 'NON_RETRYABLE', message: 'no such customer', attempts: 1 }]);
  });

  it('collects every kind of write in the order of the calls', async () => {
    const bench = new ConsumerBench();
    const key = (pk: string) => ({ TableName: 'orders', Key: { pk } });
    const definition = transactionalConsumer(options).on(orderPlaced, (_event, { transaction }) => {
      transaction.check({ ...key('a'), ConditionExpression: 'attribute_not_exists(pk)' });
      transaction.update({
        ...key('b'),
        UpdateExpression: 'SET updated = :true',
        ExpressionAttributeValues: { ':true': true },
      });
      transaction.put({ TableName: 'orders', Item: { pk: 'c' } });
      transaction.delete(key('d'));
    });
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(definition);

    const kinds = bench.transactions.committed[0]?.writes.flatMap((write) => Object.keys(write));
    expect(kinds).toEqual(['ConditionCheck', 'Update', 'Put', 'Delete']);
    expect(bench.database.items('orders')).toEqual([{ pk: 'b', updated: true }, { pk: 'c' }]);
  });

  it('G2 keeps a marker past the horizon of its event, and an hour more for consumers whose clocks are behind', async () => {
    const bench = new ConsumerBench({ settings: { horizonSeconds: 3600 } });
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(reserving);

    expect([...bench.database.markers.values()]).toMatchObject([{ expiresAt: 1_767_232_800 }]);
  });

  it('refuses writes that come after the handler has ended', async () => {
    const bench = new ConsumerBench();
    let late: () => void = () => undefined;
    const definition = transactionalConsumer(options).on(orderPlaced, (_event, { transaction }) => {
      late = () => transaction.put({ TableName: 'orders', Item: { pk: 'late' } });
    });
    await bench.send(orderPlacedEnvelope(1));
    await bench.deliver(definition);

    expect(late).toThrow(/transaction\.put came after the handler had ended/);
  });
});
