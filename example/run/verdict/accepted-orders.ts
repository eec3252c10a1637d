import { type OrderRequest, orderRequest } from '../../events.ts';
import { testCards } from '../../test-cards.ts';
import type { FoundDeadLetter, OrderRow, Outcome } from './outcome.ts';

/** An effect that an order must have had. */
export type Effect = 'status' | 'fact' | 'mail' | 'ledger';

/** An order that a client was promised, with what can be said of how it must have ended. */
export interface AcceptedOrder {
  readonly orderId: string;
  readonly line: number;
  readonly request: OrderRequest;
  /** Missing when the order is not in its table. */
  readonly row?: OrderRow;
  /** Effects that a dead letter of this order accounts for. */
  readonly excused: ReadonlySet<Effect>;
}

/** A dead letter holds the event, so what the consumer and those behind it would have done is missing, not lost. */
const excusedBy: Readonly<Record<string, readonly Effect[]>> = {
  inventory: ['status', 'mail', 'ledger'],
  payment: ['status', 'mail', 'ledger'],
  orders: ['status', 'mail', 'ledger'],
  email: ['mail'],
  analytics: ['fact'],
  ledger: ['ledger'],
};

/** The orders that place-order accepted, in the order of the input. */
export function acceptedOrders(outcome: Outcome): readonly AcceptedOrder[] {
  const rows = new Map(outcome.orders.map((row) => [row.orderId, row]));
  const deadLetters = Map.groupBy(outcome.deadLetters, orderOf);
  const accepted = new Map<string, AcceptedOrder>();
  for (const { order, answer } of outcome.submissions) {
    const request = orderRequest.safeParse(order.request).data;
    if (answer.kind === 'accepted' && request !== undefined && !accepted.has(answer.orderId)) {
      const { orderId } = answer;
      const letters = deadLetters.get(orderId) ?? [];
      const row = rows.get(orderId);
      const excused = new Set(letters.flatMap(({ consumer }) => excusedBy[consumer] ?? []));
      accepted.set(orderId, { orderId, line: order.line, request, ...(row && { row }), excused });
    }
  }
  return [...accepted.values()];
}

/** The order that a dead letter is about; empty when it is none of ours. */
export function orderOf({ envelope }: FoundDeadLetter): string {
  const { orderId } = (envelope?.data ?? {}) as { orderId?: unknown };
  return typeof orderId === 'string' ? orderId : '';
}

/** Whether an order can only end in the dead-letter queue of payment. */
export const cannotBePaid = ({ request }: Pick<AcceptedOrder, 'request'>): boolean =>
  request.card === testCards.alwaysFails;
