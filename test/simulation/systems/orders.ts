import { z } from 'zod';
import { defineEvent, defineTopic } from '../../../contracts/event.ts';
import type { ProducerDefinition } from '../../../lambdas/runtime/producer-definition.ts';
import type { SeededChoices } from '../../../testing/simulator/seeded-choices.ts';
import type { SimulatedProcess } from '../../../testing/simulator/simulated-process.ts';
import type { ProducerSpec } from '../../../testing/simulator/system.ts';
import type { World } from '../../../testing/simulator/world.ts';

const order = z.object({ orderId: z.string(), version: z.number() });

export const orderChanged = defineEvent('order.changed', order);
export const orderNoted = defineEvent('order.noted', order);

export const orderEvents = defineTopic('order-events', { events: [orderChanged] });
export const orderNotes = defineTopic('order-notes', { events: [orderNoted] });
export const orderLedger = defineTopic('order-ledger', { events: [orderChanged], fifo: true });

const request = z.object({ requestId: z.string(), orderId: z.string() });
type Request = z.infer<typeof request>;

/** Changes an order: its version counts its changes, and is the sequence of the event. */
const changeOrder = (
  process: SimulatedProcess,
  { database }: World,
  topics: ProducerDefinition<Request, unknown>['topics'],
): ProducerDefinition<Request, unknown> => ({
  source: '/orders/change',
  topics,
  request,
  idempotencyKey: ({ requestId }) => requestId,
  async handle({ orderId }, { transaction }) {
    const version = Number((await database.read(process, 'orders', { pk: orderId }))?.['version'] ?? 0);
    transaction.put({
      TableName: 'orders',
      Item: { pk: orderId, version: version + 1 },
      ...(version === 0
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : { ConditionExpression: 'version = :version', ExpressionAttributeValues: { ':version': version } }),
    });
    transaction.emit(orderChanged, { orderId, version: version + 1 }, { orderingKey: orderId, sequence: version + 1 });
    return { version: version + 1 };
  },
});

/** Clients that change a few orders, several times each. */
export const orderProducer = (
  topics: ProducerDefinition<Request, unknown>['topics'],
  counts: { readonly orders: number; readonly requests: number },
): ProducerSpec => ({
  name: 'change-order',
  define: (process, world) => changeOrder(process, world, topics) as ProducerDefinition<unknown, unknown>,
  requests: (choices: SeededChoices) =>
    Array.from({ length: choices.integer(1, counts.requests) }, (_, index) => ({
      requestId: `request-${index + 1}`,
      orderId: `order-${choices.integer(1, counts.orders)}`,
    })),
});

export const orderTables = { orders: ['pk'] } as const;
