import { describe, expect, it } from 'vitest';
import { orderCancelled, stockReserved } from '../../../example/events.ts';
import { payment } from '../../../example/functions/payment/consumer.ts';
import type { Charge } from '../../../example/payment-gateway.ts';
import { handleUnderLease } from './recorded-handling.ts';

const customer = { orderId: 'order-1', customerEmail: 'ada@example.com' };
const reserved = { ...customer, card: '4242424242424242', totalCents: 4_200 };
const cancelled = { ...customer, reason: 'changed my mind' };
const money = { chargeId: 'charge-1', amountCents: 4_200 };

const paymentBy = (answer: { readonly charge?: Charge['status']; readonly refunded?: Charge }) =>
  payment({
    charge: async () => ({ status: answer.charge ?? 'captured', ...money }),
    cancel: async () => answer.refunded,
  });

describe('payment', () => {
  it.each<[Charge['status'], object]>([
    ['captured', { 'payment.captured': { ...customer, ...money } }],
    ['declined', { 'payment.declined': { ...customer, reason: 'card declined' } }],
    ['voided', {}],
    // A repeat after the refund: the charge did happen, and the ledger is told.
    ['refunded', { 'payment.captured': { ...customer, ...money } }],
  ])('answers a charge that is %s', async (charge, expected) => {
    expect(await handleUnderLease(paymentBy({ charge }), stockReserved, reserved)).toEqual(expected);
  });

  it('announces the refund of a cancelled order', async () => {
    const refunded: Charge = { status: 'refunded', ...money };

    expect(await handleUnderLease(paymentBy({ refunded }), orderCancelled, cancelled)).toEqual({
      'payment.refunded': { ...customer, ...money },
    });
  });

  it('announces nothing when there was nothing to refund', async () => {
    expect(await handleUnderLease(paymentBy({}), orderCancelled, cancelled)).toEqual({});
  });
});
