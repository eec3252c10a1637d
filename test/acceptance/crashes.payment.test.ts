import { describe, expect, it } from 'vitest';
import { testCards } from '../../example/test-cards.ts';
import { useDeployment } from './deployment.ts';
import { failedInvocation } from './failed-invocation.ts';
import { isSettled, loggedMessages } from './message-log.ts';

describe('a crash', () => {
  const deployment = useDeployment();

  it.each([
    ['that ends the process after the charge', testCards.crashesOnce, 'error'],
    ['that freezes the process until Lambda ends it', testCards.freezesOnce, 'timeout'],
  ] as const)('G1 of a call %s loses no order and charges it once', async (_what, card, status) => {
    const shop = deployment.current;

    const orderId = await shop.placeAccepted(shop.request(await shop.stock(1), { card }));

    await shop.settled(orderId, 'confirmed');
    const eventId = (await shop.ledgerOf(orderId, 4)).find(({ type }) => type === 'stock.reserved')?.sk;
    await loggedMessages(shop, 'Payment', 'the charge', (line) => line.eventId === eventId && isSettled(line));
    const lines = await loggedMessages(shop, 'Payment', 'the receives', (line) => line.eventId === eventId);
    const receives = Math.max(...lines.map(({ receiveCount }) => receiveCount));
    // A receive left no line: the process had ended, after the gateway was called.
    expect(receives).toBeGreaterThan(lines.length);
    const { charge = 0 } = await shop.callsOf(orderId);
    expect(charge).toBeGreaterThanOrEqual(2);
    // More than two only if a neighbour took a later run down with the process, or time ran out.
    expect(charge).toBeLessThanOrEqual(receives);
    expect(await shop.chargeOf(orderId)).toMatchObject({ status: 'captured' });
    await failedInvocation(shop, 'Payment', status);
  });
});
