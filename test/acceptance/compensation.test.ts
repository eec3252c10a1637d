import { randomUUID } from 'node:crypto';
import type { MessageLogLine } from 'fanout/events';
import { describe, expect, it } from 'vitest';
import { orderCancelled, orderPlaced, stockReserved } from '../../example/events.ts';
import { testCards } from '../../example/test-cards.ts';
import { useDeployment } from './deployment.ts';
import { orderEvent } from './envelopes.ts';
import { isSettled, loggedMessages } from './message-log.ts';

const customerEmail = 'customer@example.com';
const cancellation = (orderId: string) =>
  orderEvent(orderCancelled, { orderId, customerEmail, reason: 'changed my mind' });
const byEvent = (id: string) => (line: MessageLogLine) => line.eventId === id && isSettled(line);

describe('a cancellation', () => {
  const deployment = useDeployment();

  it.each([
    ['before', ['cancelled', 'placed']],
    ['after', ['placed', 'cancelled']],
  ] as const)('leaves the stock as it was when it comes %s the order', async (_when, sequence) => {
    const shop = deployment.current;
    const orderId = randomUUID();
    const sku = await shop.stock(7);
    const { clientKey: _, ...purchase } = shop.request(sku);
    const events = { placed: orderEvent(orderPlaced, { orderId, ...purchase }), cancelled: cancellation(orderId) };

    for (const name of sequence) {
      await shop.deliver('inventory', events[name]);
      await loggedMessages(shop, 'Inventory', `order ${name}`, byEvent(events[name].id));
    }

    expect(await shop.availableOf(sku)).toBe(7);
    expect(await shop.get<{ status: string }>('Reservations', { orderId })).toMatchObject({ status: 'cancelled' });
  });

  it.each([
    ['before', ['cancelled', 'reserved'], 'voided', []],
    ['after', ['reserved', 'cancelled'], 'refunded', ['payment.captured', 'payment.refunded']],
  ] as const)('leaves no money taken when it comes %s the charge', async (_when, sequence, status, types) => {
    const shop = deployment.current;
    const orderId = randomUUID();
    const reserved = { orderId, customerEmail, card: testCards.approved, totalCents: 900 };
    const events = { reserved: orderEvent(stockReserved, reserved), cancelled: cancellation(orderId) };

    for (const name of sequence) {
      await shop.deliver('payment', events[name]);
      await loggedMessages(shop, 'Payment', `order ${name}`, byEvent(events[name].id));
    }

    expect(await shop.chargeOf(orderId)).toMatchObject({ status });
    const lines = await shop.ledgerOf(orderId, types.length);
    expect(lines.map(({ type }) => type)).toEqual(types);
  });

  it.each(['at once', 'once it is confirmed'])('by the customer %s ends the whole order', async (when) => {
    const shop = deployment.current;
    const sku = await shop.stock(4);
    const orderId = await shop.placeAccepted(shop.request(sku));
    if (when === 'once it is confirmed') {
      await shop.settled(orderId, 'confirmed');
    }

    await shop.publish('order-events', cancellation(orderId));

    await shop.settled(orderId, 'cancelled');
    await shop.eventually(async () => {
      const charge = await shop.chargeOf(orderId);
      expect(['voided', 'refunded']).toContain(charge?.status);
      expect(await shop.availableOf(sku)).toBe(4);
    }, `compensation of order ${orderId}`);
  });

  it('G1 follows when the stock does not suffice', async () => {
    const shop = deployment.current;
    const sku = await shop.stock(0);

    const orderId = await shop.placeAccepted(shop.request(sku));

    expect(await shop.settled(orderId, 'cancelled')).toMatchObject({ reason: `${sku}: out of stock` });
    const lines = await shop.ledgerOf(orderId, 3);
    expect(lines.map(({ type }) => type)).toEqual(['order.placed', 'stock.rejected', 'order.cancelled']);
    expect(await shop.availableOf(sku)).toBe(0);
  });

  it('G1 follows when the card is declined', async () => {
    const shop = deployment.current;
    const sku = await shop.stock(2);

    const orderId = await shop.placeAccepted(shop.request(sku, { card: testCards.declined }));

    await shop.settled(orderId, 'cancelled');
    await shop.eventually(async () => expect(await shop.availableOf(sku)).toBe(2), 'the stock given back');
    expect(await shop.chargeOf(orderId)).toMatchObject({ status: 'declined' });
  });
});
