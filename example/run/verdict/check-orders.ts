import { acceptedOrders, cannotBePaid } from './accepted-orders.ts';
import type { Outcome } from './outcome.ts';
import type { Violation } from './violation.ts';

/** Every request was answered, and every accepted order is in its table once and has come to an end. */
export function checkOrders(outcome: Outcome): Violation[] {
  const unanswered = outcome.submissions.flatMap(({ order, answer }): Violation[] =>
    answer.kind === 'unanswered'
      ? [
          {
            promise: 'G1',
            kind: 'lost',
            id: `line ${order.line}`,
            detail: `place-order never answered: ${answer.problem}`,
          },
        ]
      : [],
  );
  return [...unanswered, ...checkEnds(outcome), ...checkRepeats(outcome), ...checkKeys(outcome)];
}

function checkEnds(outcome: Outcome): Violation[] {
  return acceptedOrders(outcome).flatMap((order): Violation[] => {
    const { orderId, row, excused } = order;
    if (row === undefined) {
      return [{ promise: 'G1', kind: 'lost', id: orderId, detail: 'accepted, but not in the orders table' }];
    }
    if (row.status === 'placed' && !excused.has('status')) {
      const detail = cannotBePaid(order)
        ? 'its card always fails, but payment has no dead letter of it'
        : 'still placed: neither confirmed nor cancelled, and no dead letter says why';
      return [{ promise: 'G1', kind: 'lost', id: orderId, detail }];
    }
    return [];
  });
}

/** A client that repeats its request is told of the same order. */
function checkRepeats(outcome: Outcome): Violation[] {
  return outcome.submissions.flatMap(({ answer, secondAnswer }): Violation[] => {
    if (answer.kind !== 'accepted' || secondAnswer === undefined) {
      return [];
    }
    if (secondAnswer.kind !== 'accepted') {
      const detail = `the same request was answered differently when repeated: ${secondAnswer.kind}`;
      return [{ promise: 'G2', kind: 'wrong', id: answer.orderId, detail }];
    }
    return secondAnswer.orderId === answer.orderId
      ? []
      : [
          {
            promise: 'G2',
            kind: 'doubled',
            id: answer.orderId,
            detail: `the repeated request made a second order, ${secondAnswer.orderId}`,
          },
        ];
  });
}

function checkKeys(outcome: Outcome): Violation[] {
  const byKey = Map.groupBy(outcome.orders, ({ clientKey }) => clientKey);
  return [...byKey].flatMap(([clientKey, rows]): Violation[] =>
    rows.length === 1
      ? []
      : [
          {
            promise: 'G2',
            kind: 'doubled',
            id: rows.map(({ orderId }) => orderId).join(', '),
            detail: `${rows.length} orders of the client key ${clientKey}`,
          },
        ],
  );
}
