import { type TransactionalConsumer, transactionalConsumer } from 'fanout/runtime';
import {
  orderCancelled,
  orderConfirmed,
  orderEvents,
  orderLedger,
  paymentCaptured,
  paymentDeclined,
  stockRejected,
} from '../../events.ts';
import { moveOrder } from './order-status.ts';

/**
 * Decides orders: a placed one is confirmed or cancelled, once; the customer may also cancel a confirmed one.
 *
 * A transition that comes late or again changes nothing and emits nothing, so that every order of events ends alike.
 */
export const orders = (ordersTable: string): TransactionalConsumer =>
  transactionalConsumer({ source: '/orders/orders', topics: [orderEvents, orderLedger] })
    .on(
      paymentCaptured,
      ({ data: { orderId, customerEmail } }, { transaction }) => {
        transaction.update(moveOrder(ordersTable, orderId, { from: ['placed'], to: 'confirmed', reason: 'paid' }));
        transaction.emit(orderConfirmed, { orderId, customerEmail });
      },
      decidedBefore,
    )
    .on(
      paymentDeclined,
      ({ data: { orderId, customerEmail, reason } }, { transaction }) => {
        transaction.update(moveOrder(ordersTable, orderId, { from: ['placed'], to: 'cancelled', reason }));
        transaction.emit(orderCancelled, { orderId, customerEmail, reason });
      },
      decidedBefore,
    )
    .on(
      stockRejected,
      ({ data: { orderId, customerEmail, sku, reason: why } }, { transaction }) => {
        const reason = `${sku}: ${why}`;
        transaction.update(moveOrder(ordersTable, orderId, { from: ['placed'], to: 'cancelled', reason }));
        transaction.emit(orderCancelled, { orderId, customerEmail, reason });
      },
      decidedBefore,
    )
    // Its own cancellations come back here and find the order cancelled; the customer's do not.
    .on(
      orderCancelled,
      ({ data: { orderId, reason } }, { transaction }) => {
        transaction.update(moveOrder(ordersTable, orderId, { from: ['placed', 'confirmed'], to: 'cancelled', reason }));
      },
      decidedBefore,
    );

function decidedBefore(): void {}
