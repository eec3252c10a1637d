import { type AcceptedOrder, acceptedOrders, type Effect } from './accepted-orders.ts';
import { expectedEvents } from './expected-events.ts';
import type { Outcome } from './outcome.ts';
import type { Violation } from './violation.ts';

/** One fact per order, one mail per order that has ended, and every event of an order once in its ledger. */
export function checkEffects(outcome: Outcome): Violation[] {
  const mails = Map.groupBy(outcome.mails, ({ orderId }) => orderId);
  const facts = Map.groupBy(outcome.facts, ({ orderId }) => orderId);
  return [
    ...acceptedOrders(outcome).flatMap((order) => [
      ...checkCount(order, 'fact', facts.get(order.orderId)?.length ?? 0, 1),
      ...checkCount(order, 'mail', mails.get(order.orderId)?.length ?? 0, hasEnded(order) ? 1 : 0),
    ]),
    ...checkLedgerLines(outcome),
  ];
}

const hasEnded = ({ row }: AcceptedOrder): boolean => row?.status === 'confirmed' || row?.status === 'cancelled';

function checkCount(order: AcceptedOrder, effect: Effect, found: number, wanted: number): Violation[] {
  const { orderId, excused } = order;
  const detail = `${found} ${effect}s instead of ${wanted}`;
  if (found > wanted) {
    return [{ promise: 'G2', kind: 'doubled', id: orderId, detail }];
  }
  return found < wanted && !excused.has(effect) ? [{ promise: 'G1', kind: 'lost', id: orderId, detail }] : [];
}

function checkLedgerLines(outcome: Outcome): Violation[] {
  const ledgers = Map.groupBy(outcome.ledger, ({ orderId }) => orderId);
  const charges = new Map(outcome.charges.map((charge) => [charge.orderId, charge]));
  return acceptedOrders(outcome).flatMap((order): Violation[] => {
    const { orderId, excused } = order;
    const found = (ledgers.get(orderId) ?? []).map(({ type }) => type);
    const doubled = found
      .filter((type, index) => found.indexOf(type) !== index)
      .map(
        (type): Violation => ({ promise: 'G2', kind: 'doubled', id: orderId, detail: `${type} twice in the ledger` }),
      );
    const lost = expectedEvents(order, charges.get(orderId))
      .filter((type) => !found.includes(type) && !excused.has('ledger'))
      .map((type): Violation => ({ promise: 'G1', kind: 'lost', id: orderId, detail: `${type} is not in the ledger` }));
    return [...doubled, ...lost];
  });
}
