import { describe, expect, it } from 'vitest';
import { driveOneByOne, stopsPayment } from '../../../example/run/chaos/card-faults.ts';
import type { ClientOrder } from '../../../example/run/orders.ts';
import { Tally } from '../../../example/run/watch/tally.ts';
import { testCards } from '../../../example/test-cards.ts';

const orderWith = (line: number, card: string): ClientOrder => ({ line, request: { card }, sentTwice: false });
const crash = { type: 'platform.report', requestId: 'r', status: 'error', durationMs: 1 } as const;

describe('stopsPayment', () => {
  it.each(['hangsOnce', 'crashesOnce', 'freezesOnce'] as const)('holds for a card that %s', (card) => {
    expect(stopsPayment(orderWith(1, testCards[card]))).toBe(true);
  });

  it.each([[null], [5], [{}], [{ card: 5 }], [{ card: testCards.failsTwice }]])('does not hold for %j', (request) => {
    expect(stopsPayment({ line: 1, request, sentTwice: false })).toBe(false);
  });
});

describe('driveOneByOne', () => {
  it('sends the next order when the one before it has stopped payment', async () => {
    const tally = new Tally();
    const sent: string[] = [];
    const drive = async ([order]: readonly ClientOrder[]) => {
      sent.push(`sent ${order?.line} after ${tally.invocations('Payment').crashes} crashes`);
      setImmediate(() => tally.add('Payment', { ...crash, errorType: 'Runtime.ExitError' }));
      return order
        ? [{ order, answer: { kind: 'accepted', orderId: `o-${order.line}`, repeated: false } } as const]
        : [];
    };
    const orders = [1, 2, 3].map((line) => orderWith(line, testCards.crashesOnce));

    const submissions = await driveOneByOne(orders, drive, tally, new AbortController().signal);

    expect(sent).toEqual(['sent 1 after 0 crashes', 'sent 2 after 1 crashes', 'sent 3 after 2 crashes']);
    expect(submissions.map(({ order }) => order.line)).toEqual([1, 2, 3]);
  });

  it('waits no longer when it is told to end', async () => {
    const orders = [orderWith(1, testCards.freezesOnce)];

    expect(await driveOneByOne(orders, async () => [], new Tally(), AbortSignal.abort())).toEqual([]);
  });
});
