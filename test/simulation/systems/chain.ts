import { z } from 'zod';
import { defineEvent, defineTopic } from '../../../contracts/event.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';
import { EFFECTS_TABLE, effectOf } from '../../../testing/simulator/simulated-database.ts';
import type { ConsumerSpec, System } from '../../../testing/simulator/system.ts';
import { guarding } from './consumers.ts';
import {
  eachRequestOnce,
  orderChanged,
  orderEvents,
  orderNoted,
  orderNotes,
  orderProducer,
  orderTables,
} from './orders.ts';

const stepped = defineEvent('order.stepped', z.object({ orderId: z.string(), by: z.string() }));
const steps = defineTopic('order-steps', { events: [stepped] });

/**
 * Emits two events of one type because of one event: they differ by their position alone. After a deployment they say
 * something else, so that two versions which both emitted would give one id to two payloads.
 */
const stepping: ConsumerSpec = {
  name: 'points',
  topic: orderEvents,
  events: [orderChanged],
  emits: 2,
  define: (process, _world, by) =>
    transactionalConsumer({ source: '/points', topics: [steps] }).on(orderChanged, (event, { transaction }) => {
      const { orderId } = event.data;
      transaction.put(effectOf('points', event, process));
      transaction.emit(stepped, { orderId, by });
      transaction.emit(stepped, { orderId, by });
    }),
};

/** Takes what the others emit. */
const trail: ConsumerSpec = {
  name: 'trail',
  topic: steps,
  events: [stepped],
  define: (process) =>
    transactionalConsumer({ source: '/trail' }).on(stepped, (event, { transaction }) => {
      transaction.put(effectOf('trail', event, process));
    }),
};

const notes: ConsumerSpec = {
  name: 'notes',
  topic: orderNotes,
  events: [orderNoted],
  define: (process) =>
    transactionalConsumer({ source: '/notes' }).on(orderNoted, (event, { transaction }) => {
      transaction.put(effectOf('notes', event, process));
    }),
};

export const chain: System = {
  name: 'chain',
  about: 'what consumers emit in their turn: in the item of a guard consumer, and twice in a transaction',
  topics: [orderEvents, orderNotes, steps],
  tables: orderTables,
  inlineTables: [EFFECTS_TABLE],
  producer: orderProducer({ topics: [orderEvents], orders: 2, requests: 5 }),
  consumers: [guarding({ name: 'audit', topic: orderEvents }, [orderNotes]), stepping, trail, notes],
  rates: { 'duplicate-delivery': 0.3, 'crash-after': 0.03, 'redrive-by-hand': 0.5, 'redrive-by-task': 0.5 },
  check: eachRequestOnce,
};
