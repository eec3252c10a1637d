import type { AcceptedOrder } from './accepted-orders.ts';
import type { ChargeRow } from './outcome.ts';

const confirmed = ['order.placed', 'stock.reserved', 'payment.captured', 'order.confirmed'];
const declined = ['order.placed', 'stock.reserved', 'payment.declined', 'order.cancelled'];
const soldOut = ['order.placed', 'stock.rejected', 'order.cancelled'];
const undecided = ['order.placed'];

/** The events that an order must have had, in their order, given how it ended. */
export function expectedEvents(order: AcceptedOrder, charge: ChargeRow | undefined): readonly string[] {
  switch (order.row?.status) {
    case 'confirmed':
      return confirmed;
    case 'cancelled':
      return charge?.status === 'declined' ? declined : soldOut;
    default:
      return undecided;
  }
}
