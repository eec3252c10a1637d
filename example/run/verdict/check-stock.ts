import { demandOf } from '../stock-plan.ts';
import { type AcceptedOrder, acceptedOrders } from './accepted-orders.ts';
import type { Outcome, ReservationRow } from './outcome.ts';
import type { Violation } from './violation.ts';

/** Units before, less what is set aside, are the units after; each order holds what its end says that it holds. */
export function checkStock(outcome: Outcome): Violation[] {
  return [...checkArithmetic(outcome), ...checkReservations(outcome), ...checkRejections(outcome)];
}

function checkArithmetic({ stockBefore, stockAfter, reservations }: Outcome): Violation[] {
  const reserved = demandOf(reservations);
  return [...stockBefore].flatMap(([sku, before]): Violation[] => {
    const after = stockAfter.get(sku) ?? 0;
    const wanted = before - (reserved.get(sku) ?? 0);
    if (after === wanted && after >= 0) {
      return [];
    }
    const detail = `${after} units left; ${before} less ${reserved.get(sku) ?? 0} set aside are ${wanted}`;
    return [{ promise: 'G2', kind: after < wanted ? 'doubled' : 'wrong', id: sku, detail }];
  });
}

function checkReservations(outcome: Outcome): Violation[] {
  const reservations = new Map(outcome.reservations.map((reservation) => [reservation.orderId, reservation]));
  return acceptedOrders(outcome).flatMap((order): Violation[] => {
    const problem = problemOf(order, reservations.get(order.orderId));
    return problem === undefined ? [] : [{ promise: 'G2', kind: 'wrong', id: order.orderId, detail: problem }];
  });
}

function problemOf({ row, request }: AcceptedOrder, reservation: ReservationRow | undefined): string | undefined {
  const held = reservation?.status === 'reserved' ? reservation.lines : [];
  if (row?.status === 'cancelled') {
    return held.length > 0 ? 'cancelled, but its stock is still set aside' : undefined;
  }
  if (row?.status !== 'confirmed') {
    return undefined;
  }
  const wanted = [...demandOf([request])];
  const found = demandOf([{ lines: held }]);
  return wanted.length === found.size && wanted.every(([sku, quantity]) => found.get(sku) === quantity)
    ? undefined
    : `confirmed, but ${JSON.stringify(held)} is set aside instead of ${JSON.stringify(request.lines)}`;
}

/** An order may only be sold out when one of its skus had less stock than was asked for. */
function checkRejections(outcome: Outcome): Violation[] {
  const orders = acceptedOrders(outcome);
  const demand = demandOf(orders.map(({ request }) => request));
  const rejected = new Set(
    outcome.ledger.filter(({ type }) => type === 'stock.rejected').map(({ orderId }) => orderId),
  );
  return orders
    .filter(({ orderId }) => rejected.has(orderId))
    .filter(({ request }) =>
      request.lines.every(({ sku }) => (outcome.stockBefore.get(sku) ?? 0) >= (demand.get(sku) ?? 0)),
    )
    .map(({ orderId }) => ({
      promise: 'G2',
      kind: 'wrong',
      id: orderId,
      detail: 'rejected for want of stock, of which there was enough for everybody',
    }));
}
