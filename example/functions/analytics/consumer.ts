import { type GuardConsumer, guardConsumer } from 'fanout/runtime';
import { orderPlaced } from '../../events.ts';

/** Keeps one fact per placed order. */
export const analytics = (factsTable: string): GuardConsumer =>
  guardConsumer({ source: '/orders/analytics' }).on(orderPlaced, ({ id, time, data: { orderId, totalCents } }) => ({
    TableName: factsTable,
    partitionKey: 'pk',
    Item: { pk: id, orderId, totalCents, placedAt: time },
  }));
