import { acceptedOrders } from './accepted-orders.ts';
import { checkDeadLetters, expectedDeadLetters } from './check-dead-letters.ts';
import { checkEffects } from './check-effects.ts';
import { checkOrderOfEvents } from './check-order-of-events.ts';
import { checkOrders } from './check-orders.ts';
import { checkOutbox } from './check-outbox.ts';
import { checkPayments } from './check-payments.ts';
import { checkRefusals } from './check-refusals.ts';
import { checkStock } from './check-stock.ts';
import type { Outcome } from './outcome.ts';
import type { PromiseId, Violation } from './violation.ts';

/** Whether one promise held, and what it was judged by. */
export interface Finding {
  readonly promise: PromiseId;
  readonly title: string;
  /** What was counted, or what did not happen. */
  readonly evidence: string;
  /** Whether anything happened that could have broken the promise. */
  readonly isExercised: boolean;
  readonly violations: readonly Violation[];
}

/** What a run proved. */
export interface Verdict {
  /** Whether orders flowed and no promise was broken. */
  readonly held: boolean;
  readonly acceptedOrders: number;
  readonly findings: readonly Finding[];
}

/** Compares what a run left behind with what went in. Pure; it never looks at what the runtime says of itself. */
export function judge(outcome: Outcome): Verdict {
  const violations = [
    ...checkOrders(outcome),
    ...checkEffects(outcome),
    ...checkPayments(outcome),
    ...checkStock(outcome),
    ...checkOutbox(outcome),
    ...checkOrderOfEvents(outcome),
    ...checkDeadLetters(outcome),
    ...checkRefusals(outcome),
  ];
  const byPromise = Map.groupBy(violations, ({ promise }) => promise);
  const findings = promises.map(({ promise, title, isExercised, evidence, absence }) => ({
    promise,
    title,
    isExercised: isExercised(outcome),
    evidence: isExercised(outcome) ? evidence(outcome) : absence,
    violations: byPromise.get(promise) ?? [],
  }));
  const accepted = acceptedOrders(outcome).length;
  // Where nothing flowed nothing can break: that is no proof.
  return { held: accepted > 0 && violations.length === 0, acceptedOrders: accepted, findings };
}

interface JudgedPromise extends Pick<Finding, 'promise' | 'title'> {
  readonly isExercised: (outcome: Outcome) => boolean;
  readonly evidence: (outcome: Outcome) => string;
  /** What to say when it is not exercised. */
  readonly absence: string;
}

const promises: readonly JudgedPromise[] = [
  {
    promise: 'G1',
    title: 'Nothing accepted is lost',
    isExercised: (outcome) => acceptedOrders(outcome).length > 0,
    absence: 'no order was accepted',
    evidence: (outcome) =>
      `${count(acceptedOrders(outcome).length, 'order')}, ${count(outcome.outbox.length, 'entry', 'entries')} left in the outbox`,
  },
  {
    promise: 'G2',
    title: 'Effects happen once',
    isExercised: ({ charges, facts, mails }) => charges.length + facts.length + mails.length > 0,
    absence: 'nothing had an effect',
    evidence: ({ charges, calls, facts, mails }) =>
      [
        count(charges.filter(({ status }) => status === 'captured').length, 'charge'),
        `${count(calls.filter(({ operation }) => operation === 'charge').length, 'call')} to charge`,
        count(facts.length, 'fact'),
        count(mails.length, 'mail'),
      ].join(', '),
  },
  {
    promise: 'G3',
    title: 'Order per key',
    // One line alone has no order.
    isExercised: ({ ledger }) => ledger.length > new Set(ledger.map(({ orderId }) => orderId)).size,
    absence: 'no order has two lines in its ledger',
    evidence: ({ ledger }) =>
      `${count(ledger.length, 'ledger line')} of ${count(new Set(ledger.map(({ orderId }) => orderId)).size, 'order')}`,
  },
  {
    promise: 'G4',
    title: 'Failure does not spread',
    isExercised: ({ deadLetters }) => deadLetters.length > 0,
    absence: 'nothing was dead-lettered',
    evidence: (outcome) => `${count(expectedDeadLetters(outcome), 'dead letter')}, of cards that always fail`,
  },
  {
    promise: 'G5',
    title: 'Every dead letter explains itself',
    // What SNS could not deliver no consumer has seen.
    isExercised: ({ deadLetters }) => deadLetters.some(({ undelivered }) => !undelivered),
    absence: 'nothing was dead-lettered',
    evidence: ({ deadLetters }) => `${count(deadLetters.length, 'dead letter')} read`,
  },
  {
    promise: 'refusals',
    title: 'What is refused writes nothing',
    isExercised: (outcome) => refusals(outcome) > 0,
    absence: 'nothing was refused',
    evidence: (outcome) => count(refusals(outcome), 'refusal'),
  },
];

const refusals = ({ submissions }: Outcome): number =>
  submissions
    .flatMap(({ answer, conflictAnswer }) => [answer, conflictAnswer])
    .filter((answer) => answer?.kind === 'refused').length;

const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
