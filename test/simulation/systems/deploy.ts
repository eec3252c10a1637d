import { z } from 'zod';
import { defineEvent, defineTopic } from '../../../contracts/event.ts';
import type { ReceivedEvent } from '../../../lambdas/runtime/event-context.ts';
import type { ProducerDefinition } from '../../../lambdas/runtime/producer-definition.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';
import { effectOf } from '../../../testing/simulator/simulated-database.ts';
import type { SimulatedProcess } from '../../../testing/simulator/simulated-process.ts';
import type { ConsumerSpec, System } from '../../../testing/simulator/system.ts';
import type { World } from '../../../testing/simulator/world.ts';
import { eachRequestOnce, orderTables } from './orders.ts';

const order = z.object({ orderId: z.string(), requestId: z.string() });
const changed = defineEvent('order.changed', order);
const closed = defineEvent('order.closed', order);
const noted = defineEvent('order.noted', order);
const flagged = defineEvent('order.flagged', order);
const life = defineTopic('order-life', { events: [changed, closed] });
const notes = defineTopic('order-notes', { events: [noted, flagged] });

const request = order.extend({ closes: z.boolean() });

const producer: ProducerDefinition<z.infer<typeof request>, unknown> = {
  source: '/orders/live',
  topics: [life],
  request,
  idempotencyKey: ({ requestId }) => requestId,
  handle({ orderId, requestId, closes }, { transaction }) {
    transaction.update({
      TableName: 'orders',
      Key: { pk: orderId },
      UpdateExpression: 'ADD version :one',
      ExpressionAttributeValues: { ':one': 1 },
    });
    transaction.emit(
      closes ? closed : changed,
      { orderId, requestId },
      { orderingKey: orderId, sequence: Number(requestId.slice(8)) },
    );
    return {};
  },
};

/** A note has the number of its change, whatever else is emitted with it. */
const placeOf = ({ orderingKey, sequence }: ReceivedEvent<unknown>) => ({ orderingKey, sequence });

/** The old code: it knows no closed orders. */
const pointsV1 = (process: SimulatedProcess) =>
  transactionalConsumer({ source: '/points', topics: [notes] }).on(changed, (event, { transaction }) => {
    transaction.put(effectOf('points', event, process));
    transaction.emit(noted, event.data, placeOf(event));
  });

/** The new code writes more, emits in another order, so that what both emit gets other ids, and handles what is closed. */
const pointsV2 = (process: SimulatedProcess) =>
  transactionalConsumer({ source: '/points', topics: [notes] })
    .on(changed, (event, { transaction }) => {
      transaction.emit(flagged, event.data, placeOf(event));
      transaction.put({ TableName: 'flags', Item: { pk: event.data.requestId } });
      transaction.put(effectOf('points', event, process));
      transaction.emit(noted, event.data, placeOf(event));
    })
    .on(closed, (event, { transaction }) => {
      transaction.put(effectOf('points', event, process));
    });

const points: ConsumerSpec = {
  name: 'points',
  topic: life,
  events: [changed, closed],
  define: (process, _world, version) => (version === 'v1' ? pointsV1(process) : pointsV2(process)),
};

const reader: ConsumerSpec = {
  name: 'reader',
  topic: notes,
  events: [noted, flagged],
  define: (process) =>
    [noted, flagged].reduce(
      (definition, event) =>
        definition.on(event, (received, { transaction }) => {
          transaction.put(effectOf('reader', received, process));
        }),
      transactionalConsumer({ source: '/reader' }),
    ),
};

/** Whichever version handled a change, it was noted once. */
function eachChangeNotedOnce({ log }: World): readonly string[] {
  const bodies = log.committed.map(({ body }) => JSON.parse(body) as { type: string; data: { requestId: string } });
  const requests = (type: string): readonly string[] =>
    bodies.flatMap((body) => (body.type === type ? [body.data.requestId] : []));
  const notesOf = Map.groupBy(requests(noted.type), (requestId) => requestId);
  return requests(changed.type).flatMap((requestId) => {
    const times = notesOf.get(requestId)?.length ?? 0;
    return times === 1 ? [] : [`G2 the change of ${requestId} was noted ${times} times`];
  });
}

export const deploy: System = {
  name: 'deploy',
  about: 'a deployment between producer and notes: the old code refuses events of the new, and emits otherwise',
  topics: [life, notes],
  tables: { ...orderTables, flags: ['pk'] },
  producer: {
    name: 'live-order',
    define: () => producer as ProducerDefinition<unknown, unknown>,
    requests: (choices) =>
      Array.from({ length: choices.integer(2, 8) }, (_, index) => ({
        requestId: `request-${index + 1}`,
        orderId: `order-${choices.integer(1, 2)}`,
        closes: choices.chance(0.3),
      })),
  },
  consumers: [points, reader],
  rates: { deploy: 0.9, 'duplicate-delivery': 0.4, 'delayed-delivery': 0.3, 'redrive-by-task': 0.5 },
  check: (world) => [...eachChangeNotedOnce(world), ...eachRequestOnce(world)],
};
