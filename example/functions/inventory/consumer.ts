import { type TransactionalConsumer, transactionalConsumer } from 'fanout/runtime';
import { orderCancelled, orderEvents, orderLedger, orderPlaced, stockRejected, stockReserved } from '../../events.ts';
import type { FindReservation } from './reservation.ts';

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
        transaction.put({
          TableName: tables.reservations,
          Item: { orderId, status: 'reserved', lines },
          ConditionExpression: 'attribute_not_exists(orderId)',
        });
        for (const { sku, quantity } of lines) {
          transaction.update({
            TableName: tables.stock,
            Key: { sku },
            UpdateExpression: 'SET available = available - :quantity',
            ConditionExpression: 'available >= :quantity',
            ExpressionAttributeValues: { ':quantity': quantity },
          });
        }
        transaction.emit(stockReserved, { orderId, customerEmail, card, totalCents });
      },
      ({ data: { orderId, customerEmail, lines } }, { failed, transaction }) => {
        const cancelledBefore = failed.some(({ index }) => index === 0);
        const [short] = failed;
        // Writes are numbered as they were made: the reservation, then the lines.
        const line = lines[(short?.index ?? 0) - 1];
        if (cancelledBefore || line === undefined) {
          return;
        }
        const reason = short?.item === undefined ? 'unknown' : 'out of stock';
        transaction.emit(stockRejected, { orderId, customerEmail, sku: line.sku, reason });
      },
    )
    .on(orderCancelled, async ({ data: { orderId } }, { transaction, signal }) => {
      const reservation = await findReservation(orderId, signal);
      if (reservation?.status === 'cancelled') {
        return;
      }
      // If the order is reserved between the read and this write, the condition fails and the message is retried.
      transaction.put({
        TableName: tables.reservations,
        Item: { orderId, status: 'cancelled', lines: [] },
        ...(reservation === undefined
          ? { ConditionExpression: 'attribute_not_exists(orderId)' }
          : {
              ConditionExpression: '#status = :reserved',
              ExpressionAttributeNames: { '#status': 'status' },
              ExpressionAttributeValues: { ':reserved': 'reserved' },
            }),
      });
      for (const { sku, quantity } of reservation?.lines ?? []) {
        transaction.update({
          TableName: tables.stock,
          Key: { sku },
          UpdateExpression: 'SET available = available + :quantity',
          ExpressionAttributeValues: { ':quantity': quantity },
        });
      }
    });
