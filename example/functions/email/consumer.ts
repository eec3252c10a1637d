import { type LeaseConsumer, leaseConsumer } from 'fanout/runtime';
import { orderCancelled, orderConfirmed } from '../../events.ts';
import type { Mailer } from '../../mailer.ts';

/** Tells customers how their orders ended, through a mail service that is not ours. */
export const email = (mailer: Pick<Mailer, 'send'>): LeaseConsumer =>
  leaseConsumer({ source: '/orders/email' })
    .on(orderConfirmed, ({ data: { orderId, customerEmail } }, { idempotencyKey }) =>
      mailer.send({ key: idempotencyKey, orderId, to: customerEmail, subject: 'Your order is on its way' }),
    )
    .on(orderCancelled, ({ data: { orderId, customerEmail, reason } }, { idempotencyKey }) =>
      mailer.send({ key: idempotencyKey, orderId, to: customerEmail, subject: `Your order was cancelled: ${reason}` }),
    );
