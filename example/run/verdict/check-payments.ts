import { testCards } from '../../test-cards.ts';
import { type AcceptedOrder, acceptedOrders } from './accepted-orders.ts';
import type { ChargeRow, Outcome } from './outcome.ts';
import type { Violation } from './violation.ts';

/** A confirmed order was charged once and in full; any other order keeps nothing of the customer's money. */
export function checkPayments(outcome: Outcome): Violation[] {
  const charges = Map.groupBy(outcome.charges, ({ orderId }) => orderId);
  return acceptedOrders(outcome).flatMap((order) => checkPayment(order, charges.get(order.orderId) ?? []));
}

function checkPayment(order: AcceptedOrder, charges: readonly ChargeRow[]): Violation[] {
  const { orderId, row, request, excused } = order;
  const kept = charges.filter(({ status }) => status === 'captured');
  if (kept.length > 1) {
    return [{ promise: 'G2', kind: 'doubled', id: orderId, detail: `charged ${kept.length} times` }];
  }
  const [charge] = kept;
  if (row?.status === 'confirmed') {
    return checkConfirmed(orderId, request.totalCents, request.card, charge);
  }
  // The event of a charge that was made may itself be the dead letter.
  if (charge === undefined || excused.has('status')) {
    return [];
  }
  const status = row?.status ?? 'missing';
  return [
    { promise: 'G2', kind: 'wrong', id: orderId, detail: `${status}, but ${charge.amountCents} cents were kept` },
  ];
}

function checkConfirmed(id: string, totalCents: number, card: string, charge: ChargeRow | undefined): Violation[] {
  if (charge === undefined) {
    return [{ promise: 'G1', kind: 'lost', id, detail: 'confirmed, but never charged' }];
  }
  if (card === testCards.declined || card === testCards.alwaysFails) {
    return [{ promise: 'G2', kind: 'wrong', id, detail: 'confirmed, although its card cannot be charged' }];
  }
  if (charge.amountCents !== totalCents) {
    const detail = `charged ${charge.amountCents} cents instead of ${totalCents}`;
    return [{ promise: 'G2', kind: 'wrong', id, detail }];
  }
  return [];
}
