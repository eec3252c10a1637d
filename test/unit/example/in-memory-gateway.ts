import type { Charge, ChargeRequest, PaymentGateway } from '../../../example/payment-gateway.ts';
import { testCards } from '../../../example/test-cards.ts';

/** The payment gateway without its table and without misbehaving cards. */
export class InMemoryGateway implements Pick<PaymentGateway, 'charge' | 'cancel'> {
  readonly charges = new Map<string, Charge>();

  async charge({ orderId, card, amountCents }: ChargeRequest): Promise<Charge> {
    const status = card === testCards.declined ? 'declined' : 'captured';
    return this.#settle(orderId, { status, chargeId: `charge-${orderId}`, amountCents });
  }

  async cancel(orderId: string, refundKey: string): Promise<Charge | undefined> {
    const charge = this.#settle(orderId, { status: 'voided', chargeId: `charge-${orderId}`, amountCents: 0 });
    if (charge.status === 'declined' || charge.status === 'voided') {
      return undefined;
    }
    const refunded: Charge = { refundKey, ...charge, status: 'refunded' };
    this.charges.set(orderId, refunded);
    return refunded.refundKey === refundKey ? refunded : undefined;
  }

  #settle(orderId: string, proposed: Charge): Charge {
    const charge = this.charges.get(orderId) ?? proposed;
    this.charges.set(orderId, charge);
    return charge;
  }
}
