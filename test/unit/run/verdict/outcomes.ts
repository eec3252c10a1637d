import type { FailureReport } from 'fanout/events';
import type { Answer, Submission } from '../../../../example/run/submission.ts';
import type { FoundDeadLetter, LedgerRow, Outcome } from '../../../../example/run/verdict/outcome.ts';
import { testCards } from '../../../../example/test-cards.ts';

const request = (clientKey: string, card: string = testCards.approved, sku = 'mug') => ({
  clientKey,
  customerEmail: `${clientKey}@example.com`,
  card,
  lines: [{ sku, quantity: 2 }],
  totalCents: 2400,
});

const submission = (line: number, sent: unknown, answer: Answer): Submission => ({
  order: { line, request: sent, sentTwice: false },
  answer,
});

const acceptedAs = (orderId: string): Answer => ({ kind: 'accepted', orderId, repeated: false });

const ledgerOf = (orderId: string, types: readonly string[]): LedgerRow[] =>
  types.map((type, index) => ({
    orderId,
    eventId: `${orderId}-${type}`,
    type,
    sequence: index + 5,
    position: index + 1,
  }));

const report: FailureReport = {
  reason: 'ATTEMPTS_EXHAUSTED',
  error: 'GatewayUnavailableError',
  message: 'the payment gateway is unavailable',
  attempts: 5,
  firstFailureAt: '2026-11-21T10:00:00.000Z',
  lastFailureAt: '2026-11-21T10:00:09.000Z',
  consumer: 'payment',
  consumerVersion: '1',
  messageId: 'm-1',
  expiresAt: '2026-12-05T10:00:09.000Z',
};

/** A dead letter as payment leaves it of an order whose card always fails. */
export const deadLetterOf = (orderId: string, over: Partial<FoundDeadLetter> = {}): FoundDeadLetter => ({
  consumer: 'payment',
  undelivered: false,
  messageId: `dead-${orderId}`,
  body: '',
  attributes: {},
  report,
  envelope: {
    specversion: '1.0',
    id: `${orderId}-stock.reserved`,
    source: '/orders/inventory',
    type: 'stock.reserved',
    time: '2026-11-21T10:00:00.000Z',
    datacontenttype: 'application/json',
    partitionkey: orderId,
    sequence: '0000000000000002',
    data: { orderId },
  },
  ...over,
});

/**
 * An outcome in which every promise held: `bought` was confirmed, `declined` and `soldout` were cancelled, the card of
 * `unpaid` always fails, and line 5 was refused.
 */
export const goodOutcome = (): Outcome => ({
  submissions: [
    {
      ...submission(1, request('a'), acceptedAs('bought')),
      secondAnswer: { kind: 'accepted', orderId: 'bought', repeated: true },
      conflictAnswer: { kind: 'refused', code: 'KEY_REUSED', message: 'the key was used for another request' },
    },
    submission(2, request('b', testCards.declined), acceptedAs('declined')),
    submission(3, request('c', testCards.approved, 'limited-edition'), acceptedAs('soldout')),
    submission(4, request('d', testCards.alwaysFails), acceptedAs('unpaid')),
    submission(5, { clientKey: 'e' }, { kind: 'refused', code: 'REQUEST_INVALID', message: 'card: Required' }),
  ],
  stockBefore: new Map([
    ['mug', 6],
    ['limited-edition', 1],
  ]),
  stockAfter: new Map([
    ['mug', 2],
    ['limited-edition', 1],
  ]),
  orders: [
    { orderId: 'bought', clientKey: 'a', status: 'confirmed' },
    { orderId: 'declined', clientKey: 'b', status: 'cancelled', reason: 'card declined' },
    { orderId: 'soldout', clientKey: 'c', status: 'cancelled', reason: 'out of stock' },
    { orderId: 'unpaid', clientKey: 'd', status: 'placed' },
  ],
  reservations: [
    { orderId: 'bought', status: 'reserved', lines: [{ sku: 'mug', quantity: 2 }] },
    { orderId: 'declined', status: 'cancelled', lines: [] },
    { orderId: 'soldout', status: 'cancelled', lines: [] },
    { orderId: 'unpaid', status: 'reserved', lines: [{ sku: 'mug', quantity: 2 }] },
  ],
  charges: [
    { orderId: 'bought', status: 'captured', amountCents: 2400 },
    { orderId: 'declined', status: 'declined', amountCents: 2400 },
    { orderId: 'soldout', status: 'voided', amountCents: 0 },
  ],
  calls: [
    { orderId: 'bought', operation: 'charge' },
    { orderId: 'bought', operation: 'charge' },
    { orderId: 'declined', operation: 'charge' },
    { orderId: 'soldout', operation: 'cancel' },
    { orderId: 'unpaid', operation: 'charge' },
  ],
  mails: [
    { orderId: 'bought', subject: 'Your order is on its way' },
    { orderId: 'declined', subject: 'Your order was cancelled' },
    { orderId: 'soldout', subject: 'Your order was cancelled' },
  ],
  facts: ['bought', 'declined', 'soldout', 'unpaid'].map((orderId) => ({ orderId, eventId: `${orderId}-placed` })),
  ledger: [
    ...ledgerOf('bought', ['order.placed', 'stock.reserved', 'payment.captured', 'order.confirmed']),
    ...ledgerOf('declined', ['order.placed', 'stock.reserved', 'payment.declined', 'order.cancelled']),
    ...ledgerOf('soldout', ['order.placed', 'stock.rejected', 'order.cancelled']),
    ...ledgerOf('unpaid', ['order.placed', 'stock.reserved']),
  ],
  outbox: [],
  deadLetters: [deadLetterOf('unpaid')],
});
