import { type TransactionalConsumer, transactionalConsumer } from 'fanout/runtime';
import { orderCancelled, orderEvents, orderLedger, orderPlaced, stockRejected, stockReserved } from '../../events.ts';
import type { FindReservation } from './reservation.ts';
import { cancel, reserve, returnStock, takeStock } from './writes.ts';

/** Names of the tables that inventory writes. */
export interface InventoryTables {
  readonly stock: string;
  readonly reservations: string;
}

/** Sets stock aside for orders and gives it back for cancelled ones, whichever event comes first. */
export const inventory = (tables: InventoryTables, findReservation: FindReservation): TransactionalConsumer =>
  transactionalConsumer({ source: '/orders/inventory', topics: [orderEvents, orderLedger] })
    .on(
      orderPlaced,
      ({ data: { orderId, customerEmail, card, totalCents, lines } }, { transaction }) => {
        transaction.put(reserve(tables.reservations, orderId, lines));
        for (const line of lines) {
          transaction.update(takeStock(tables.stock, line));
        }
        transaction.emit(stockReserved, { orderId, customerEmail, card, totalCents });
      },
      // Writes are numbered as they were made: 0 is the reservation, which fails if the order was cancelled before it
      // was seen. Then there is nothing to do.
      ({ data: { orderId, customerEmail, lines } }, { failed, transaction }) => {
        const { index = 0, item } = failed[0] ?? {};
        const line = lines[index - 1];
        if (line !== undefined) {
          const reason = item === undefined ? 'unknown' : 'out of stock';
          transaction.emit(stockRejected, { orderId, customerEmail, sku: line.sku, reason });
        }
      },
    )
    .on(orderCancelled, async ({ data: { orderId } }, { transaction, signal }) => {
      const reservation = await findReservation(orderId, signal);
      if (reservation?.status === 'cancelled') {
        return;
      }
      // If the order is reserved between the read and this write, the write is refused and the message is retried.
      transaction.put(cancel(tables.reservations, orderId, reservation));
      for (const line of reservation?.lines ?? []) {
        transaction.update(returnStock(tables.stock, line));
      }
    });
