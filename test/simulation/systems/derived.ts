import { z } from 'zod';
import { defineEvent, defineTopic } from '../../../contracts/event.ts';
import type { Derivation } from '../../../lambdas/runtime/outbox/derivation.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';
import { effectOf } from '../../../testing/simulator/simulated-database.ts';
import type { ConsumerSpec, System } from '../../../testing/simulator/system.ts';
import type { World } from '../../../testing/simulator/world.ts';
import { eachRequestOnce, orderChanged, orderEvents, orderProducer, orderTables } from './orders.ts';

const moved = defineEvent('parcel.moved', z.object({ orderId: z.string(), moves: z.number() }));
const movements = defineTopic('parcel-movements', { events: [moved], fifo: true });

/** Each change of an order moves its parcel once more; nothing is emitted. */
const parcels: ConsumerSpec = {
  name: 'parcels',
  topic: orderEvents,
  events: [orderChanged],
  define: (process) =>
    transactionalConsumer({ source: '/parcels' }).on(orderChanged, (event, { transaction }) => {
      transaction.put(effectOf('parcels', event, process));
      transaction.update({
        TableName: 'parcels',
        Key: { pk: event.data.orderId },
        UpdateExpression: 'ADD moves :one',
        ExpressionAttributeValues: { ':one': 1 },
      });
    }),
};

/** The relay tells of each move from the parcel's item. */
const derivation: Derivation = {
  source: '/parcels',
  topics: [movements],
  derive({ pk, moves }, events) {
    const orderId = String(pk);
    events.emit(moved, { orderId, moves: Number(moves) }, { orderingKey: orderId, sequence: Number(moves) });
  },
};

const tracking: ConsumerSpec = {
  name: 'tracking',
  topic: movements,
  events: [moved],
  define: (process) =>
    transactionalConsumer({ source: '/tracking' }).on(moved, (event, { transaction }) => {
      transaction.put(effectOf('tracking', event, process));
    }),
};

/** Every move of every parcel was tracked once, by what the items say and not by what was published. */
const eachMoveTracked = ({ database, log }: World): readonly string[] =>
  database.tables.items('parcels').flatMap(({ pk, moves }) => {
    const tracked = log.written
      .filter(({ consumer, orderingKey }) => consumer === 'tracking' && orderingKey === pk)
      .map(({ sequence }) => sequence)
      .sort((one, other) => one - other);
    const meant = Array.from({ length: Number(moves) }, (_, index) => index + 1);
    return tracked.join() === meant.join()
      ? []
      : [`G2 the parcel of ${pk} moved ${moves} times, and tracked were moves ${tracked.join(', ') || 'none'}`];
  });

export const derived: System = {
  name: 'derived',
  about: 'events that the relay derives from the items that a consumer writes, on a FIFO topic',
  topics: [orderEvents, movements],
  tables: { ...orderTables, parcels: ['pk'] },
  derivations: { parcels: derivation },
  producer: orderProducer({ topics: [orderEvents], orders: 2, requests: 8 }),
  consumers: [parcels, tracking],
  rates: { 'duplicate-delivery': 0.3, 'topic-down': 0.5, 'mapping-disabled': 0.3 },
  check: (world) => [...eachRequestOnce(world), ...eachMoveTracked(world)],
};
