import { type LeaseConsumer, leaseConsumer } from 'fanout/runtime';
import {
  orderCancelled,
  orderEvents,
  orderLedger,
  paymentCaptured,
  paymentDeclined,
  paymentRefunded,
  stockReserved,
} from '../../events.ts';
import type { PaymentGateway } from '../../payment-gateway.ts';

/** Charges orders whose stock is set aside, and refunds cancelled ones, through a gateway that is not ours. */
export const payment = (gateway: Pick<PaymentGateway, 'charge' | 'cancel'>): LeaseConsumer =>
  leaseConsumer({ source: '/orders/payment', topics: [orderEvents, orderLedger] })
    .on(stockReserved, async ({ data: { orderId, customerEmail, card, totalCents } }, context) => {
      const charge = await gateway.charge({ orderId, card, amountCents: totalCents }, context.signal);
      if (charge.status === 'declined') {
        context.emit(paymentDeclined, { orderId, customerEmail, reason: 'card declined' });
      } else if (charge.status !== 'voided') {
        context.emit(paymentCaptured, {
          orderId,
          customerEmail,
          chargeId: charge.chargeId,
          amountCents: charge.amountCents,
        });
      }
      // Voided: the order was cancelled before, and everybody knows.
    })
    .on(orderCancelled, async ({ data: { orderId, customerEmail } }, context) => {
      const refunded = await gateway.cancel(orderId, context.idempotencyKey);
      if (refunded !== undefined) {
        const { chargeId, amountCents } = refunded;
        context.emit(paymentRefunded, { orderId, customerEmail, chargeId, amountCents });
      }
    });
