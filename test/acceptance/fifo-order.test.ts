import { randomUUID } from 'node:crypto';
import { formatSequence } from 'fanout/events';
import { describe, expect, it } from 'vitest';
import { orderConfirmed, orderPlaced, stockReserved } from '../../example/events.ts';
import { testCards } from '../../example/test-cards.ts';
import { useDeployment } from './deployment.ts';
import { orderEvent } from './envelopes.ts';
import { loggedMessages } from './message-log.ts';

const customerEmail = 'customer@example.com';

/** Three events of one order in their order; the ledger's first attempt at the first one fails if asked. */
function eventsOf(orderId: string, ledgerFault?: 'fails-once') {
  const purchase = { card: testCards.approved, lines: [{ sku: 'some-sku', quantity: 1 }], totalCents: 100 };
  return [
    orderEvent(orderPlaced, { orderId, customerEmail, ...purchase, ledgerFault }, { sequence: formatSequence(1) }),
    orderEvent(
      stockReserved,
      { orderId, customerEmail, card: purchase.card, totalCents: 100 },
      { sequence: formatSequence(2) },
    ),
    orderEvent(orderConfirmed, { orderId, customerEmail }, { sequence: formatSequence(3) }),
  ];
}

describe('the ledger', () => {
  const deployment = useDeployment();

  it('G3 keeps the order of an order whose first event fails, while other orders go on', async () => {
    const shop = deployment.current;
    const [failing, other] = [randomUUID(), randomUUID()];
    const head = eventsOf(failing, 'fails-once');

    for (const envelope of [...head, ...eventsOf(other)]) {
      await shop.publish('order-ledger', envelope);
    }

    const [retried] = await loggedMessages(
      shop,
      'Ledger',
      'the failed attempt',
      ({ eventId, outcome }) => eventId === head[0]?.id && outcome === 'retry',
    );
    expect(retried).toMatchObject({ attempt: 1, group: failing });
    for (const orderId of [failing, other]) {
      const lines = await shop.ledgerOf(orderId, 3);
      expect(lines.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
      expect(lines.map(({ position }) => position)).toEqual([1, 2, 3]);
    }
    const [applied] = await loggedMessages(
      shop,
      'Ledger',
      'the second attempt',
      ({ eventId, outcome }) => eventId === head[0]?.id && outcome === 'applied',
    );
    expect(applied).toMatchObject({ attempt: 2 });
  });

  it('G3 keeps the order of the events that the saga itself emits', async () => {
    const shop = deployment.current;
    const request = shop.request(await shop.stock(1), { ledgerFault: 'fails-once' });

    const orderId = await shop.placeAccepted(request);

    const lines = await shop.ledgerOf(orderId, 4);
    expect(lines.map(({ type }) => type)).toEqual([
      'order.placed',
      'stock.reserved',
      'payment.captured',
      'order.confirmed',
    ]);
    const sequences = lines.map(({ sequence }) => sequence);
    expect(sequences).toEqual([...sequences].sort((one, other) => one - other));
  });
});
