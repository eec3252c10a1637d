import { defineEvent, defineTopic } from 'fanout/events';
import * as z from 'zod';

/** What every event of an order says, so that no consumer has to look the order up. */
const order = { orderId: z.string().min(1), customerEmail: z.email() };
const cents = z.int().positive();
const sku = z.string().min(1).max(64);

const line = z.object({ sku, quantity: z.int().min(1).max(100) });
const lines = z
  .array(line)
  .min(1)
  .max(20)
  .refine((all) => new Set(all.map((one) => one.sku)).size === all.length, 'must list each sku once');

/** What the customer wants and how it is paid. */
const purchase = {
  /** A card number; `test-cards.ts` lists those that the fake gateway treats in a special way. */
  card: z.string().regex(/^\d{4,19}$/, 'must be 4 to 19 digits'),
  lines,
  totalCents: cents,
  /** A fault for demonstrations: the ledger's first attempt at `order.placed` fails. */
  ledgerFault: z.literal('fails-once').optional(),
};

/** A client's order. The same `clientKey` is the same order, however often it is sent. */
export const orderRequest = z.object({
  clientKey: z.string().min(1).max(256),
  customerEmail: order.customerEmail,
  ...purchase,
});
export type OrderRequest = z.infer<typeof orderRequest>;

export const orderPlaced = defineEvent('order.placed', z.object({ ...order, ...purchase }));
export const orderConfirmed = defineEvent('order.confirmed', z.object(order));
/** By the saga when stock or payment is refused, or by the customer at any time. */
export const orderCancelled = defineEvent('order.cancelled', z.object({ ...order, reason: z.string() }));

export const stockReserved = defineEvent(
  'stock.reserved',
  z.object({ ...order, card: purchase.card, totalCents: cents }),
);
export const stockRejected = defineEvent('stock.rejected', z.object({ ...order, sku, reason: z.string() }));

export const paymentCaptured = defineEvent(
  'payment.captured',
  z.object({ ...order, chargeId: z.string(), amountCents: cents }),
);
export const paymentDeclined = defineEvent('payment.declined', z.object({ ...order, reason: z.string() }));
export const paymentRefunded = defineEvent(
  'payment.refunded',
  z.object({ ...order, chargeId: z.string(), amountCents: cents }),
);

/** Every event of an order's life. */
export const allEvents = [
  orderPlaced,
  orderConfirmed,
  orderCancelled,
  stockReserved,
  stockRejected,
  paymentCaptured,
  paymentDeclined,
  paymentRefunded,
] as const;

/** Every event, as soon as possible. */
export const orderEvents = defineTopic('order-events', { events: allEvents });

/** Every event again, those of one order in their order. */
export const orderLedger = defineTopic('order-ledger', { events: allEvents, fifo: true });
