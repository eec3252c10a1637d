import type { testCards } from '../test-cards.ts';

/** What is special about a generated order. */
export type OrderProfile =
  | 'plain'
  | 'sold-out'
  | 'invalid'
  | 'key-reused'
  | Exclude<keyof typeof testCards, 'approved'>;

/** Share of the orders that have a profile; the rest is plain. */
type Shares = Readonly<Partial<Record<OrderProfile, number>>>;

/** Refusals by stock and card are everyday business, not faults. */
const everydayShares: Shares = { declined: 0.06, 'sold-out': 0.04 };

const chaosShares: Shares = {
  declined: 0.06,
  'sold-out': 0.04,
  slow: 0.03,
  failsTwice: 0.02,
  invalid: 0.02,
  'key-reused': 0.02,
  // Each of these costs a time-out or a visibility timeout, and its batch too.
  alwaysFails: 0.004,
  hangsOnce: 0.004,
  crashesOnce: 0.004,
  freezesOnce: 0.003,
};

/** The first order is plain, so that there is one to time; then one of every profile fits. */
export const minimumChaosOrders = 2 * Object.keys(chaosShares).length;

/** Profiles for `count` orders, the first one plain, every profile at least once if `count` allows. Not shuffled. */
export function profilesFor(count: number, chaos: boolean): OrderProfile[] {
  const shares = Object.entries(chaos ? chaosShares : everydayShares) as [OrderProfile, number][];
  const special = shares.flatMap(([profile, share]) =>
    Array.from({ length: Math.max(1, Math.round(share * count)) }, () => profile),
  );
  const kept = special.slice(0, Math.max(0, count - 1));
  return [...Array.from({ length: count - kept.length }, (): OrderProfile => 'plain'), ...kept];
}
