import { randomUUID } from 'node:crypto';
import type { MessageLogLine } from 'fanout/events';
import { describe, expect, it } from 'vitest';
import { orderPlaced, stockReserved } from '../../example/events.ts';
import { testCards } from '../../example/test-cards.ts';
import { type Deployment, useDeployment } from './deployment.ts';
import { orderEvent } from './envelopes.ts';
import { isSettled, loggedMessages } from './message-log.ts';

const COPIES = 20;

const placed = async (shop: Deployment, available: number) => {
  const sku = await shop.stock(available);
  const { clientKey: _, ...purchase } = shop.request(sku);
  return { sku, envelope: orderEvent(orderPlaced, { orderId: randomUUID(), ...purchase }) };
};

/** Lines of inventory that say that it applied an event. A copy that came twice may be settled before they are there. */
const appliedCopies = (shop: Deployment, id: string): Promise<readonly MessageLogLine[]> =>
  loggedMessages(
    shop,
    'Inventory',
    'the copy that was applied',
    ({ eventId, outcome }) => eventId === id && outcome === 'applied',
  );

describe('a duplicate', () => {
  const deployment = useDeployment();

  it('G2 is absorbed when the event is published again or delivered again', async () => {
    const shop = deployment.current;
    const { sku, envelope } = await placed(shop, 10);
    const ofThisEvent = (line: MessageLogLine) => line.eventId === envelope.id && isSettled(line);

    await shop.publish('order-events', envelope);
    await loggedMessages(shop, 'Inventory', 'the first copy', ofThisEvent);
    await shop.publish('order-events', envelope);
    await shop.deliver('inventory', envelope);

    await loggedMessages(shop, 'Inventory', 'three copies', ofThisEvent, 3);
    expect(await appliedCopies(shop, envelope.id)).toHaveLength(1);
    expect(await shop.availableOf(sku)).toBe(9);
    await loggedMessages(shop, 'Analytics', 'both published copies', ofThisEvent, 2);
    expect(await shop.factsOf(envelope.partitionkey)).toHaveLength(1);
  });

  it('G2 applies the effect once when twenty copies arrive at the same time', async () => {
    const shop = deployment.current;
    const { sku, envelope } = await placed(shop, 100);

    await Promise.all(Array.from({ length: COPIES }, () => shop.publish('order-events', envelope)));

    const ofThisEvent = (line: MessageLogLine) => line.eventId === envelope.id && isSettled(line);
    await loggedMessages(shop, 'Inventory', 'every copy settled', ofThisEvent, COPIES);
    expect(await appliedCopies(shop, envelope.id)).toHaveLength(1);
    expect(await shop.availableOf(sku)).toBe(99);
    await loggedMessages(shop, 'Analytics', 'every copy settled', ofThisEvent, COPIES);
    expect(await shop.factsOf(envelope.partitionkey)).toHaveLength(1);
  });

  it('G2 calls an outside system once when copies arrive at the same time', async () => {
    const shop = deployment.current;
    const orderId = randomUUID();
    const reserved = orderEvent(stockReserved, {
      orderId,
      customerEmail: 'customer@example.com',
      card: testCards.slow,
      totalCents: 500,
    });

    await Promise.all(Array.from({ length: 5 }, () => shop.publish('order-events', reserved)));

    await loggedMessages(
      shop,
      'Payment',
      'every copy settled',
      (line) => line.eventId === reserved.id && isSettled(line),
      5,
    );
    expect(await shop.callsOf(orderId)).toMatchObject({ charge: 1 });
    expect(await shop.chargeOf(orderId)).toMatchObject({ status: 'captured', amountCents: 500 });
  });
});
