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
  /** What was counted. */
  readonly evidence: string;
  readonly violations: readonly Violation[];
}

/** What a run proved. */
export interface Verdict {
  readonly held: boolean;
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
  const findings = promises.map(({ promise, title, evidence }) => ({
    promise,
    title,
    evidence: evidence(outcome),
    violations: byPromise.get(promise) ?? [],
  }));
  return { held: violations.length === 0, findings };
}

const promises: readonly { promise: PromiseId; title: string; evidence: (outcome: Outcome) => string }[] = [
  {
    promise: 'G1',
    title: 'Nothing accepted is lost',
    evidence: (outcome) =>
      `${count(acceptedOrders(outcome).length, 'order')}, ${count(outcome.outbox.length, 'entry', 'entries')} left in the outbox`,
  },
  {
    promise: 'G2',
    title: 'Effects happen once',
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
    evidence: ({ ledger }) =>
      `${count(ledger.length, 'ledger line')} of ${count(new Set(ledger.map(({ orderId }) => orderId)).size, 'order')}`,
  },
  {
    promise: 'G4',
    title: 'Failure does not spread',
    evidence: (outcome) => `${count(expectedDeadLetters(outcome), 'dead letter')}, of cards that always fail`,
  },
  {
    promise: 'G5',
    title: 'Every dead letter explains itself',
    evidence: ({ deadLetters }) => `${count(deadLetters.length, 'dead letter')} read`,
  },
  {
    promise: 'refusals',
    title: 'What is refused writes nothing',
    evidence: ({ submissions }) =>
      count(submissions.filter(({ answer }) => answer.kind === 'refused').length, 'refusal'),
  },
];

const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
