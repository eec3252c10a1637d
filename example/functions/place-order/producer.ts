import { randomUUID } from 'node:crypto';
import type { ProducerDefinition } from 'fanout/runtime';
import { type OrderRequest, orderEvents, orderLedger, orderPlaced, orderRequest } from '../../events.ts';

/** What the client is told. */
export interface PlacedOrder {
  readonly orderId: string;
}

/** Writes a client's order and announces it, in one transaction. */
export const placeOrder = (ordersTable: string): ProducerDefinition<OrderRequest, PlacedOrder> => ({
  source: '/orders/place-order',
  topics: [orderEvents, orderLedger],
  request: orderRequest,
  idempotencyKey: ({ clientKey }) => clientKey,
  handle({ clientKey, ...order }, { transaction }) {
    const orderId = randomUUID();
    transaction.put({ TableName: ordersTable, Item: { orderId, clientKey, status: 'placed', ...order } });
    transaction.emit(orderPlaced, { orderId, ...order }, { orderingKey: orderId });
    return { orderId };
  },
});
