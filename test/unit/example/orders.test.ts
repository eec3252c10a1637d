import type { EventDefinition } from 'fanout/events';
import { describe, expect, it } from 'vitest';
import { orderCancelled, paymentCaptured, paymentDeclined, stockRejected } from '../../../example/events.ts';
import { orders } from '../../../example/functions/orders/consumer.ts';
import { handleInTransaction } from './recorded-handling.ts';

const customer = { orderId: 'order-1', customerEmail: 'ada@example.com' };
const captured = { ...customer, chargeId: 'charge-1', amountCents: 4_200 };
const declined = { ...customer, reason: 'card declined' };
const rejected = { ...customer, sku: 'mug', reason: 'out of stock' };
const cancelled = { ...customer, reason: 'changed my mind' };

describe('orders', () => {
  it.each<[string, EventDefinition, object, readonly string[], string, object]>([
    ['confirms a paid order', paymentCaptured, captured, ['placed'], 'confirmed', { 'order.confirmed': customer }],
    ['cancels a declined order', paymentDeclined, declined, ['placed'], 'cancelled', { 'order.cancelled': declined }],
    [
      'cancels an order without stock',
      stockRejected,
      rejected,
      ['placed'],
      'cancelled',
      { 'order.cancelled': { ...customer, reason: 'mug: out of stock' } },
    ],
    [
      "takes the customer's cancellation of a placed or confirmed order",
      orderCancelled,
      cancelled,
      ['placed', 'confirmed'],
      'cancelled',
      {},
    ],
  ])('%s', async (_name, event, data, from, to, expected) => {
    const { writes, emitted } = await handleInTransaction(orders('orders'), event, data);

    expect(writes).toMatchObject([{ Update: { TableName: 'orders', Key: { orderId: 'order-1' } } }]);
    const [write] = writes;
    const values = write !== undefined && 'Update' in write ? write.Update.ExpressionAttributeValues : {};
    const { ':to': status, ':reason': _reason, ...allowed } = values ?? {};
    expect(status).toBe(to);
    expect(Object.values(allowed)).toEqual(from);
    expect(emitted).toEqual(expected);
  });

  it.each<[string, EventDefinition, object]>([
    ['a capture', paymentCaptured, captured],
    ['a decline', paymentDeclined, declined],
    ['a rejection', stockRejected, rejected],
    ['a cancellation', orderCancelled, cancelled],
  ])('changes nothing when %s comes after the decision', async (_name, event, data) => {
    const late = await handleInTransaction(orders('orders'), event, data, [{ index: 0 }]);

    expect(late).toEqual({ writes: [], emitted: {} });
  });
});
