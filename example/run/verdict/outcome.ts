import type { DeadLetter } from 'fanout/testing';
import type { Submission } from '../submission.ts';

/** A row of the orders table. */
export interface OrderRow {
  readonly orderId: string;
  readonly clientKey: string;
  readonly status: 'placed' | 'confirmed' | 'cancelled';
  readonly reason?: string;
}

/** A row of the reservations table. */
export interface ReservationRow {
  readonly orderId: string;
  readonly status: 'reserved' | 'cancelled';
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

/** What the gateway did with an order's money. */
export interface ChargeRow {
  readonly orderId: string;
  readonly status: 'captured' | 'declined' | 'voided' | 'refunded';
  readonly amountCents: number;
}

/** A call that the gateway received. There may be more calls than charges. */
export interface GatewayCall {
  readonly orderId: string;
  readonly operation: 'charge' | 'cancel';
}

/** A mail that was sent. */
export interface MailRow {
  readonly orderId: string;
  readonly subject: string;
}

/** A fact that analytics kept. */
export interface FactRow {
  readonly eventId: string;
  readonly orderId: string;
}

/** A line of an order's ledger. */
export interface LedgerRow {
  readonly orderId: string;
  readonly eventId: string;
  readonly type: string;
  /** The event's place among those of its order, as its producer numbered it. */
  readonly sequence: number;
  /** The line's place among those of its order, as it was written; starts at 1. */
  readonly position: number;
}

/** An entry that was committed and is not known to be published. */
export interface OutboxRow {
  readonly orderId: string;
  readonly sortKey: string;
  /** Why it was set aside, when it was. */
  readonly quarantine?: string;
}

/** A dead letter and where it lies. */
export interface FoundDeadLetter extends DeadLetter {
  /** Consumer whose subscriber it belongs to. */
  readonly consumer: string;
  /** Whether SNS could not deliver it at all. */
  readonly undelivered: boolean;
}

/** Everything that a run left behind, read from the tables and queues, beside what went in. */
export interface Outcome {
  readonly submissions: readonly Submission[];
  /** Units by sku before the first order. */
  readonly stockBefore: ReadonlyMap<string, number>;
  readonly stockAfter: ReadonlyMap<string, number>;
  readonly orders: readonly OrderRow[];
  readonly reservations: readonly ReservationRow[];
  readonly charges: readonly ChargeRow[];
  readonly calls: readonly GatewayCall[];
  readonly mails: readonly MailRow[];
  readonly facts: readonly FactRow[];
  readonly ledger: readonly LedgerRow[];
  readonly outbox: readonly OutboxRow[];
  readonly deadLetters: readonly FoundDeadLetter[];
}
