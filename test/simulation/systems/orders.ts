import { z } from 'zod';
import { defineEvent, defineTopic, type TopicDefinition } from '../../../contracts/event.ts';
import type { PutWrite } from '../../../lambdas/runtime/ports/index.ts';
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

interface OrderOptions {
  readonly topics: readonly TopicDefinition[];
  /** How many different orders there are. */
  readonly orders: number;
  /** How many changes there are at most. */
  readonly requests: number;
  /** Whether the events ride in the order's item. */
  readonly inline?: boolean;
}

/** Changes an order: its version counts its changes, and is the sequence of the event. */
const changeOrder = (
  process: SimulatedProcess,
  { database }: World,
  { topics, inline = false }: OrderOptions,
): ProducerDefinition<Request, unknown> => ({
  source: '/orders/change',
  topics,
  request,
  idempotencyKey: ({ requestId }) => requestId,
  async handle({ orderId }, { transaction }) {
    const version = Number((await database.read(process, 'orders', { pk: orderId }))?.['version'] ?? 0);
    const write: PutWrite = {
      TableName: 'orders',
      Item: { pk: orderId, version: version + 1 },
      ...(version === 0
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : { ConditionExpression: 'version = :version', ExpressionAttributeValues: { ':version': version } }),
    };
    const change = { orderId, version: version + 1 };
    const options = { orderingKey: orderId, sequence: version + 1 };
    if (inline) {
      transaction.put(write, (events) => events.emit(orderChanged, change, options));
    } else {
      transaction.put(write);
      transaction.emit(orderChanged, change, options);
    }
    return { version: version + 1 };
  },
});

/** Clients that change a few orders, several times each. */
export const orderProducer = (options: OrderOptions): ProducerSpec => ({
  name: 'change-order',
  define: (process, world) => changeOrder(process, world, options) as ProducerDefinition<unknown, unknown>,
  requests: (choices: SeededChoices) =>
    Array.from({ length: choices.integer(1, options.requests) }, (_, index) => ({
      requestId: `request-${index + 1}`,
      orderId: `order-${choices.integer(1, options.orders)}`,
    })),
});

export const orderTables = { orders: ['pk'] } as const;

/** Each client's request changed its order once, however often it was repeated. */
export function eachRequestOnce({ database, clients }: World): readonly string[] {
  const changes = database.tables.items('orders').reduce((sum, { version }) => sum + Number(version), 0);
  return changes === clients.length ? [] : [`G2 ${clients.length} requests made ${changes} changes`];
}
