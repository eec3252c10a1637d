import type { LedgerRow, Outcome } from './outcome.ts';
import type { Violation } from './violation.ts';

/** The ledger of every order was written in the order of its events, line after line, without a gap. */
export function checkOrderOfEvents(outcome: Outcome): Violation[] {
  return [...Map.groupBy(outcome.ledger, ({ orderId }) => orderId)].flatMap(([orderId, rows]) => {
    const written = rows.toSorted((one, other) => one.position - other.position);
    return written.flatMap((row, index): Violation[] => {
      const problem = problemOf(row, index, written[index - 1]);
      return problem === undefined ? [] : [{ promise: 'G3', kind: 'out of order', id: orderId, detail: problem }];
    });
  });
}

function problemOf(row: LedgerRow, index: number, before: LedgerRow | undefined): string | undefined {
  if (row.position !== index + 1) {
    return `${row.type} is line ${row.position} of the ledger instead of ${index + 1}`;
  }
  if (before === undefined) {
    return row.type === 'order.placed' ? undefined : `the ledger begins with ${row.type} instead of order.placed`;
  }
  if (row.sequence <= before.sequence) {
    return `${row.type} (sequence ${row.sequence}) was written after ${before.type} (sequence ${before.sequence})`;
  }
  // In this saga every event is caused by the one before it, so the numbers have no holes.
  return row.sequence === before.sequence + 1
    ? undefined
    : `a gap between ${before.type} (sequence ${before.sequence}) and ${row.type} (sequence ${row.sequence})`;
}
