import type { Capability } from 'fanout/testing';
import { orderRequest } from '../../events.ts';
import { testCards } from '../../test-cards.ts';
import type { Outcome } from '../verdict/outcome.ts';
import type { Tally } from '../watch/tally.ts';
import type { ServiceFaults } from './chaos.ts';
import { paymentStops } from './stop-watch.ts';

/** How often one kind of fault happened. */
export interface FaultCount {
  readonly kind: string;
  readonly count: number;
  /** Whether the input and the target ask for it; if it never happened then, the run proved less than it claims. */
  readonly expected: boolean;
}

/** Where faults leave traces: answers, tables, log lines, and what chaos did itself. */
export interface FaultEvidence {
  readonly outcome: Outcome;
  readonly tally: Tally;
  readonly services: ServiceFaults;
  /** What the target can do, and so what traces there are. */
  readonly capabilities: ReadonlySet<Capability>;
}

/** Counts every kind of fault. */
export const countFaults = (evidence: FaultEvidence): readonly FaultCount[] =>
  [...clientFaults, ...cardFaults, ...serviceFaults].map(({ kind, count, expected }) => ({
    kind,
    count: count(evidence),
    expected: expected(evidence),
  }));

interface FaultKind {
  readonly kind: string;
  count(evidence: FaultEvidence): number;
  expected(evidence: FaultEvidence): boolean;
}

const always = (): boolean => true;

const clientFaults: readonly FaultKind[] = [
  {
    kind: 'requests sent twice',
    count: ({ outcome }) => outcome.submissions.filter(({ secondAnswer }) => secondAnswer?.kind === 'accepted').length,
    expected: always,
  },
  {
    kind: 'client keys reused for another order',
    count: ({ outcome }) =>
      outcome.submissions.filter(({ conflictAnswer }) => conflictAnswer?.kind === 'refused').length,
    expected: ({ outcome }) => outcome.submissions.some(({ order }) => order.conflicting !== undefined),
  },
  {
    kind: 'orders refused',
    count: ({ outcome }) => outcome.submissions.filter(({ answer }) => answer.kind === 'refused').length,
    expected: ({ outcome }) => outcome.submissions.some(({ order }) => !orderRequest.safeParse(order.request).success),
  },
  {
    kind: 'orders sold out',
    count: ({ outcome }) => outcome.ledger.filter(({ type }) => type === 'stock.rejected').length,
    expected: () => false,
  },
  {
    kind: 'ledger runs that failed',
    count: ({ tally }) => tally.consumer('ledger').retries,
    expected: ({ outcome }) =>
      outcome.submissions.some(
        ({ order, answer }) =>
          answer.kind === 'accepted' && orderRequest.safeParse(order.request).data?.ledgerFault !== undefined,
      ),
  },
];

/** Charges of orders paid with a card that were called at least `calls` times. */
const ordersCharged = ({ outcome }: FaultEvidence, card: string, calls: number): number => {
  const orderIds = paidWith(outcome, card);
  const byOrder = Map.groupBy(outcome.calls, ({ orderId, operation }) => `${operation} ${orderId}`);
  return orderIds.filter((orderId) => (byOrder.get(`charge ${orderId}`)?.length ?? 0) >= calls).length;
};

/** Orders with this card whose stock was set aside, so that payment gets to see the card. */
function paidWith({ submissions, reservations }: Outcome, card: string): string[] {
  const reserved = new Set(reservations.filter(({ lines }) => lines.length > 0).map(({ orderId }) => orderId));
  return submissions.flatMap(({ order, answer }) => {
    const { card: used } = orderRequest.safeParse(order.request).data ?? {};
    return answer.kind === 'accepted' && used === card && reserved.has(answer.orderId) ? [answer.orderId] : [];
  });
}

const isUsed =
  (card: string) =>
  ({ outcome }: FaultEvidence): boolean =>
    paidWith(outcome, card).length > 0;

/** Stops of payment's function: as Lambda's own lines tell, else the charges that were called again because of one. */
const stoppedBy = (card: string, logged: (tally: Tally) => number, evidence: FaultEvidence): number =>
  evidence.capabilities.has('platform-lines') ? logged(evidence.tally) : ordersCharged(evidence, card, 2);

const cardFaults: readonly FaultKind[] = [
  {
    kind: 'cards declined',
    count: ({ outcome }) => outcome.charges.filter(({ status }) => status === 'declined').length,
    expected: () => false,
  },
  {
    kind: 'slow charges',
    count: (evidence) => ordersCharged(evidence, testCards.slow, 1),
    expected: isUsed(testCards.slow),
  },
  {
    kind: 'charges that failed and were repeated',
    count: (evidence) => ordersCharged(evidence, testCards.failsTwice, 2),
    expected: isUsed(testCards.failsTwice),
  },
  {
    kind: 'charges that always fail',
    count: ({ outcome }) => outcome.deadLetters.filter(({ consumer }) => consumer === 'payment').length,
    expected: isUsed(testCards.alwaysFails),
  },
  {
    kind: 'charges that hung (HANDLER_TIMEOUT)',
    count: ({ tally }) => paymentStops.hung(tally),
    expected: isUsed(testCards.hangsOnce),
  },
  {
    kind: 'crashes after the charge',
    count: (evidence) => stoppedBy(testCards.crashesOnce, paymentStops.crashed, evidence),
    expected: isUsed(testCards.crashesOnce),
  },
  {
    kind: 'frozen functions (Lambda time-out)',
    count: (evidence) => stoppedBy(testCards.freezesOnce, paymentStops.froze, evidence),
    expected: isUsed(testCards.freezesOnce),
  },
];

const serviceFaults: readonly FaultKind[] = [
  { kind: 'events published twice', count: ({ services }) => services.republishedEvents, expected: always },
  {
    kind: 'ledger events published twice',
    count: ({ services }) => services.republishedLedgerEvents,
    expected: always,
  },
  {
    kind: 'invocations throttled',
    count: ({ services }) => services.throttles,
    // Elsewhere they leave no line.
    expected: ({ capabilities }) => capabilities.has('platform-lines'),
  },
  { kind: 'consumer outages', count: ({ services }) => services.outages, expected: always },
  {
    kind: 'relay crashes before deleting',
    count: ({ services }) => services.relayCrashes ?? 0,
    expected: ({ services }) => services.relayCrashes !== undefined,
  },
];
