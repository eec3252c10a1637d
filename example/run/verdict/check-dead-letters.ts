import { acceptedOrders, cannotBePaid, orderOf } from './accepted-orders.ts';
import type { FoundDeadLetter, Outcome } from './outcome.ts';
import type { Violation } from './violation.ts';

/** Only orders whose card always fails are dead-lettered, by payment, and every dead letter says why. */
export function checkDeadLetters(outcome: Outcome): Violation[] {
  const expected = new Set(
    acceptedOrders(outcome)
      .filter(cannotBePaid)
      .map(({ orderId }) => orderId),
  );
  return outcome.deadLetters.flatMap((letter) => [
    ...(isExpected(letter, expected) ? [] : [unexpected(letter)]),
    ...unexplained(letter),
  ]);
}

/** Dead letters that the input asked for. */
export function expectedDeadLetters(outcome: Outcome): number {
  return outcome.deadLetters.length - checkDeadLetters(outcome).filter(({ promise }) => promise === 'G4').length;
}

const isExpected = (letter: FoundDeadLetter, orderIds: ReadonlySet<string>): boolean =>
  letter.consumer === 'payment' &&
  !letter.undelivered &&
  letter.envelope?.type === 'stock.reserved' &&
  letter.report?.reason === 'ATTEMPTS_EXHAUSTED' &&
  orderIds.has(orderOf(letter));

function unexpected(letter: FoundDeadLetter): Violation {
  const what = letter.envelope === undefined ? 'a message that is no event' : letter.envelope.type;
  const why = letter.report === undefined ? '' : `: ${letter.report.reason}, ${letter.report.message}`;
  const where = letter.undelivered ? `SNS could not deliver to ${letter.consumer}` : `${letter.consumer} gave up on`;
  const detail = letter.undelivered ? `${where} ${what}` : `${where} ${what}${why}`;
  return { promise: 'G4', kind: 'unexplained dead letter', id: orderOf(letter) || letter.messageId, detail };
}

function unexplained({ consumer, messageId, undelivered, report }: FoundDeadLetter): Violation[] {
  if (undelivered) {
    return [];
  }
  const missing = (
    ['reason', 'error', 'firstFailureAt', 'lastFailureAt', 'consumerVersion', 'expiresAt'] as const
  ).filter((field) => !report?.[field]);
  if (report !== undefined && missing.length === 0) {
    return [];
  }
  const detail = report === undefined ? 'has no failure report' : `its failure report lacks ${missing.join(', ')}`;
  return [{ promise: 'G5', kind: 'unexplained dead letter', id: messageId, detail: `of ${consumer}: ${detail}` }];
}
