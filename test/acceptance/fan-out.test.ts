import { describe, expect, it } from 'vitest';
import { useDeployment } from './deployment.ts';
import { loggedMessages } from './message-log.ts';

describe('an order', () => {
  const deployment = useDeployment();

  it('G1 reaches every subscriber whose filter matches', async () => {
    const shop = deployment.current;
    const sku = await shop.stock(5);

    const orderId = await shop.placeAccepted(shop.request(sku, { lines: [{ sku, quantity: 2 }] }));

    await shop.settled(orderId, 'confirmed');
    const ledger = await shop.ledgerOf(orderId, 4);
    expect(ledger.map(({ type }) => type)).toEqual([
      'order.placed',
      'stock.reserved',
      'payment.captured',
      'order.confirmed',
    ]);
    const [confirmedId] = ledger.slice(-1).map(({ sk }) => sk);
    await loggedMessages(shop, 'Email', 'the mail', ({ eventId }) => eventId === confirmedId);
    expect(await shop.availableOf(sku)).toBe(3);
    expect(await shop.chargeOf(orderId)).toMatchObject({ status: 'captured', amountCents: 1_999 });
    expect(await shop.factsOf(orderId)).toHaveLength(1);
    expect(await shop.mailsOf(orderId)).toEqual([expect.objectContaining({ subject: 'Your order is on its way' })]);
  });

  it.each([
    ['Analytics', ['order.placed']],
    ['Email', ['order.confirmed']],
    ['Payment', ['stock.reserved']],
  ])('reaches %s only with the events that it subscribed to', async (subscriber, types) => {
    const shop = deployment.current;
    const orderId = await shop.placeAccepted(shop.request(await shop.stock(1)));
    await shop.settled(orderId, 'confirmed');

    const eventIds = (await shop.ledgerOf(orderId, 4)).map(({ sk }) => sk);
    const received = await loggedMessages(shop, subscriber, 'an event of the order', ({ eventId }) =>
      eventIds.includes(eventId ?? ''),
    );

    expect([...new Set(received.map(({ eventType }) => eventType))]).toEqual(types);
  });
});
