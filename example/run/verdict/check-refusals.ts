import { orderRequest } from '../../events.ts';
import { acceptedOrders } from './accepted-orders.ts';
import type { Outcome } from './outcome.ts';
import type { Violation } from './violation.ts';

/** Refused requests left nothing behind, only invalid ones were refused, and no key was accepted for two contents. */
export function checkRefusals(outcome: Outcome): Violation[] {
  const known = new Set(acceptedOrders(outcome).map(({ orderId }) => orderId));
  const tables = {
    orders: outcome.orders,
    reservations: outcome.reservations,
    charges: outcome.charges,
    mails: outcome.mails,
    facts: outcome.facts,
    'ledger lines': outcome.ledger,
  };
  const strangers = Object.entries(tables).flatMap(([table, rows]) =>
    rows
      .filter(({ orderId }) => !known.has(orderId))
      .map(({ orderId }) => refusal(orderId, `in ${table}, but no client was told that it was accepted`)),
  );
  const answers = outcome.submissions.flatMap(({ order, answer, conflictAnswer }) => {
    const valid = orderRequest.safeParse(order.request).success;
    const id = `line ${order.line}`;
    return [
      ...(valid && answer.kind === 'refused' && answer.code === 'REQUEST_INVALID'
        ? [refusal(id, `a valid order was refused: ${answer.message}`)]
        : []),
      ...(!valid && answer.kind === 'accepted' ? [refusal(id, 'an invalid order was accepted')] : []),
      ...(conflictAnswer?.kind === 'accepted' ? [refusal(id, 'its client key was accepted with other content')] : []),
    ];
  });
  return [...strangers, ...answers];
}

const refusal = (id: string, detail: string): Violation => ({ promise: 'refusals', kind: 'wrong', id, detail });
