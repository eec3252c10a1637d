import { describe, expect, it } from 'vitest';
import { orderCancelled, orderPlaced } from '../../../example/events.ts';
import { inventory } from '../../../example/functions/inventory/consumer.ts';
import type { Reservation } from '../../../example/functions/inventory/reservation.ts';
import { handleInTransaction } from './recorded-handling.ts';

const tables = { stock: 'stock', reservations: 'reservations' };
const customer = { orderId: 'order-1', customerEmail: 'ada@example.com' };
const placed = {
  ...customer,
  card: '4242424242424242',
  totalCents: 4_200,
  lines: [
    { sku: 'kettle', quantity: 1 },
    { sku: 'mug', quantity: 4 },
  ],
};
const cancelled = { ...customer, reason: 'changed my mind' };

const inventoryWith = (reservation?: Reservation) => inventory(tables, async () => reservation);

describe('inventory', () => {
  it('sets every line aside and announces it', async () => {
    const { writes, emitted } = await handleInTransaction(inventoryWith(), orderPlaced, placed);

    expect(writes).toMatchObject([
      { Put: { TableName: 'reservations', Item: { orderId: 'order-1', status: 'reserved', lines: placed.lines } } },
      { Update: { TableName: 'stock', Key: { sku: 'kettle' }, ExpressionAttributeValues: { ':quantity': 1 } } },
      { Update: { TableName: 'stock', Key: { sku: 'mug' }, ExpressionAttributeValues: { ':quantity': 4 } } },
    ]);
    expect(emitted).toEqual({ 'stock.reserved': { ...customer, card: placed.card, totalCents: 4_200 } });
  });

  it.each([
    ['out of stock', { index: 2, item: { sku: 'mug', available: 3 } }],
    ['unknown', { index: 2 }],
  ])('rejects an order of which a line is %s', async (reason, failed) => {
    const { writes, emitted } = await handleInTransaction(inventoryWith(), orderPlaced, placed, [failed]);

    expect(writes).toEqual([]);
    expect(emitted).toEqual({ 'stock.rejected': { ...customer, sku: 'mug', reason } });
  });

  it('does nothing for an order that was cancelled before it was seen, also when stock is short', async () => {
    const failed = [{ index: 0, item: { orderId: 'order-1', status: 'cancelled' } }, { index: 1 }];

    expect(await handleInTransaction(inventoryWith(), orderPlaced, placed, failed)).toEqual({
      writes: [],
      emitted: {},
    });
  });

  it('gives back what was set aside, on condition that it still is', async () => {
    const reserved: Reservation = { orderId: 'order-1', status: 'reserved', lines: placed.lines };

    const { writes, emitted } = await handleInTransaction(inventoryWith(reserved), orderCancelled, cancelled);

    expect(writes).toMatchObject([
      { Put: { Item: { orderId: 'order-1', status: 'cancelled' }, ConditionExpression: '#status = :reserved' } },
      { Update: { Key: { sku: 'kettle' }, UpdateExpression: 'SET available = available + :quantity' } },
      { Update: { Key: { sku: 'mug' }, ExpressionAttributeValues: { ':quantity': 4 } } },
    ]);
    expect(emitted).toEqual({});
  });

  it('remembers the cancellation of an order that it has not seen', async () => {
    const { writes } = await handleInTransaction(inventoryWith(undefined), orderCancelled, cancelled);

    expect(writes).toMatchObject([
      { Put: { Item: { status: 'cancelled', lines: [] }, ConditionExpression: 'attribute_not_exists(orderId)' } },
    ]);
  });

  it('gives nothing back a second time', async () => {
    const before: Reservation = { orderId: 'order-1', status: 'cancelled', lines: [] };

    expect(await handleInTransaction(inventoryWith(before), orderCancelled, cancelled)).toEqual({
      writes: [],
      emitted: {},
    });
  });
});
