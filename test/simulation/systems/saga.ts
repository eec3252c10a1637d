import { z } from 'zod';
import { defineEvent, defineTopic } from '../../../contracts/event.ts';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import type { ProducerDefinition } from '../../../lambdas/runtime/producer-definition.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';
import { effectOf } from '../../../testing/simulator/simulated-database.ts';
import type { SimulatedProcess } from '../../../testing/simulator/simulated-process.ts';
import type { System } from '../../../testing/simulator/system.ts';
import type { World } from '../../../testing/simulator/world.ts';

const order = z.object({ orderId: z.string() });
const placed = defineEvent('order.placed', order);
const reserved = defineEvent('stock.reserved', order);
const rejected = defineEvent('stock.rejected', order);
const paid = defineEvent('payment.taken', order);
const declined = defineEvent('payment.declined', order);
const topic = defineTopic('saga', { events: [placed, reserved, rejected, paid, declined] });

const request = z.object({ requestId: z.string(), orderId: z.string() });
const STOCK = 3;

const producer: ProducerDefinition<z.infer<typeof request>, unknown> = {
  source: '/place',
  topics: [topic],
  request,
  idempotencyKey: ({ requestId }) => requestId,
  handle({ orderId }, { transaction }) {
    transaction.put({ TableName: 'orders', Item: { pk: orderId, state: 'placed' } });
    transaction.emit(placed, { orderId }, { orderingKey: orderId });
    return { orderId };
  },
};

const changeStock = (by: 1 | -1) => ({
  TableName: 'stock',
  Key: { pk: 'beans' },
  UpdateExpression: 'SET available = available + :by',
  ExpressionAttributeValues: { ':by': by, ...(by < 0 && { ':one': 1 }) },
  ...(by < 0 && { ConditionExpression: 'available >= :one' }),
});

/** Takes one from the stock, or says that there is none; gives it back when the payment is declined. */
const inventory = (process: SimulatedProcess) =>
  transactionalConsumer({ source: '/inventory', topics: [topic] })
    .on(
      placed,
      (event, { transaction }) => {
        transaction.update(changeStock(-1));
        transaction.put({
          TableName: 'reservations',
          Item: { pk: event.data.orderId },
          ConditionExpression: 'attribute_not_exists(pk)',
        });
        transaction.put(effectOf('inventory', event, process));
        transaction.emit(reserved, event.data);
      },
      (event, { transaction }) => {
        transaction.put(effectOf('inventory', event, process));
        transaction.emit(rejected, event.data);
      },
    )
    .on(declined, (event, { transaction }) => {
      transaction.update(changeStock(1));
      transaction.delete({
        TableName: 'reservations',
        Key: { pk: event.data.orderId },
        ConditionExpression: 'attribute_exists(pk)',
      });
      transaction.put(effectOf('inventory', event, process));
    });

/** Takes the money of every other order. */
const payment = (_process: SimulatedProcess, { log, surroundings: { scheduler } }: World) =>
  leaseConsumer({ source: '/payment', topics: [topic] }).on(reserved, (event, { emit, idempotencyKey }) => {
    const { id: eventId, orderingKey, sequence, data } = event;
    log.called.push({ at: scheduler.now(), consumer: 'payment', eventId, orderingKey, sequence, idempotencyKey });
    emit(Number(data.orderId.slice(-1)) % 2 === 0 ? paid : declined, data);
  });

/** Notes the end of an order. */
const orders = (process: SimulatedProcess) =>
  [[paid, 'confirmed'] as const, [rejected, 'out of stock'] as const, [declined, 'declined'] as const].reduce(
    (definition, [event, state]) =>
      definition.on(event, (received, { transaction }) => {
        transaction.put({ TableName: 'orders', Item: { pk: received.data.orderId, state } });
        transaction.put(effectOf('orders', received, process));
      }),
    transactionalConsumer({ source: '/orders' }),
  );

/** Stock is neither lost nor made, and each order was told of it once. */
function balanced({ database, log }: World): readonly string[] {
  const [stock] = database.tables.items('stock');
  const held = database.tables.items('reservations').length;
  const told = Map.groupBy(
    log.committed.filter(({ body }) => /"type":"stock\.(reserved|rejected)"/.test(body)),
    ({ orderingKey }) => orderingKey,
  );
  const twice = [...told].filter(([, entries]) => entries.length > 1).map(([orderId]) => orderId);
  return [
    ...(Number(stock?.['available']) + held === STOCK
      ? []
      : [`G2 ${stock?.['available']} free and ${held} held make no ${STOCK}`]),
    ...twice.map((orderId) => `G2 ${orderId} was told of its stock more than once`),
  ];
}

export const saga: System = {
  name: 'saga',
  about: 'a stock that runs out, payments that are declined, and what they compensate',
  topics: [topic],
  tables: { orders: ['pk'], stock: ['pk'], reservations: ['pk'] },
  producer: {
    name: 'place-order',
    define: () => producer as ProducerDefinition<unknown, unknown>,
    requests: (choices) =>
      Array.from({ length: choices.integer(2, 6) }, (_, index) => ({
        requestId: `request-${index + 1}`,
        orderId: `order-${index + 1}`,
      })),
  },
  consumers: [
    { name: 'inventory', topic, events: [placed, declined], define: inventory },
    { name: 'payment', topic, events: [reserved], define: payment },
    { name: 'orders', topic, events: [paid, rejected, declined], define: orders },
  ],
  prepare: ({ database }) => database.tables.put('stock', { pk: 'beans', available: STOCK }),
  check: balanced,
};
