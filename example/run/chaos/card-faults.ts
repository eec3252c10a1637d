import { eventually } from 'fanout/testing';
import { testCards } from '../../test-cards.ts';
import type { ClientOrder } from '../orders.ts';
import type { Submission } from '../submission.ts';
import type { Tally } from '../watch/tally.ts';

/** How often payment's function was stopped, by the way in which a card does it. */
export const paymentStops = {
  hung: (tally: Tally) => tally.errors('payment', 'HANDLER_TIMEOUT'),
  crashed: (tally: Tally) => tally.invocations('Payment').crashes,
  froze: (tally: Tally) => tally.invocations('Payment').timeouts,
} as const;

const stopsByCard: Readonly<Record<string, (tally: Tally) => number>> = {
  [testCards.hangsOnce]: paymentStops.hung,
  [testCards.crashesOnce]: paymentStops.crashed,
  [testCards.freezesOnce]: paymentStops.froze,
};

/** Longer than a throttled message takes to come back. */
const LONGEST_WAIT_MS = 30_000;

/** Whether an order's card stops payment's function. */
export const stopsPayment = (order: ClientOrder): boolean => stopsOf(order) !== undefined;

/**
 * Sends orders whose cards stop payment's function one after another, each when the one before it has done so: in one
 * batch the first would end the function before the others got to show anything.
 */
export async function driveOneByOne(
  orders: readonly ClientOrder[],
  drive: (orders: readonly ClientOrder[]) => Promise<readonly Submission[]>,
  tally: Tally,
  signal: AbortSignal,
): Promise<Submission[]> {
  const submissions: Submission[] = [];
  for (const order of orders) {
    const stops = stopsOf(order) ?? (() => 0);
    const before = stops(tally);
    submissions.push(...(await drive([order])));
    await eventually(() => stops(tally) > before, {
      deadlineMs: LONGEST_WAIT_MS,
      what: `order ${order.line} stopping payment`,
      signal,
    }).catch(() => {});
  }
  return submissions;
}

function stopsOf({ request }: ClientOrder): ((tally: Tally) => number) | undefined {
  const { card } = (typeof request === 'object' && request !== null ? request : {}) as { card?: unknown };
  return typeof card === 'string' ? stopsByCard[card] : undefined;
}
