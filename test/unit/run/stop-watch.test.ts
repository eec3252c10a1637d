import type { Capability } from 'fanout/testing';
import { describe, expect, it } from 'vitest';
import { stopsPayment, stopWatch } from '../../../example/run/chaos/stop-watch.ts';
import type { ClientOrder } from '../../../example/run/orders.ts';
import type { Platform } from '../../../example/run/platform.ts';
import { Tally } from '../../../example/run/watch/tally.ts';
import { testCards } from '../../../example/test-cards.ts';

const orderWith = (card: string): ClientOrder => ({ line: 1, request: { card }, sentTwice: false });

describe('stopsPayment', () => {
  it.each(['hangsOnce', 'crashesOnce', 'freezesOnce'] as const)('holds for a card that %s', (card) => {
    expect(stopsPayment(orderWith(testCards[card]))).toBe(true);
  });

  it.each([[null], [5], [{}], [{ card: 5 }], [{ card: testCards.failsTwice }]])('does not hold for %j', (request) => {
    expect(stopsPayment({ line: 1, request, sentTwice: false })).toBe(false);
  });
});

describe('stopWatch', () => {
  const accepted = (order: ClientOrder) => ({
    order,
    answer: { kind: 'accepted', orderId: 'o-1', repeated: false } as const,
  });
  /** A platform whose gateway recorded so many charges. */
  const platformWith = (charge: number, capabilities: readonly Capability[]): Platform =>
    ({
      clients: { documents: { send: async () => ({ Item: { charge } }) } },
      outputs: { get: (key: string) => key },
      capabilities: new Set(capabilities),
    }) as never;
  const line = { requestId: 'r', durationMs: 1 } as const;

  it('sees a crash in the log, from the moment it looks', async () => {
    const tally = new Tally();
    const crash = () =>
      tally.add('Payment', { type: 'platform.report', status: 'error', errorType: 'Runtime.ExitError', ...line });
    const order = orderWith(testCards.crashesOnce);
    crash();

    const hasStopped = stopWatch(platformWith(2, ['platform-lines']), tally)(order);
    const before = await hasStopped(accepted(order));
    crash();

    expect([before, await hasStopped(accepted(order))]).toEqual([false, true]);
  });

  it.each([
    [1, false],
    [2, true],
  ])('takes %d calls of the gateway for a stop (%s) where the log does not tell', async (calls, stopped) => {
    const order = orderWith(testCards.freezesOnce);

    expect(await stopWatch(platformWith(calls, []), new Tally())(order)(accepted(order))).toBe(stopped);
  });
});
