import type { Outcome } from './outcome.ts';
import type { Violation } from './violation.ts';

/** Everything that was committed was published. */
export const checkOutbox = (outcome: Outcome): Violation[] =>
  outcome.outbox.map(({ orderId, sortKey, quarantine }) => ({
    promise: 'G1',
    kind: 'lost',
    id: orderId,
    detail: `${sortKey} is in the outbox and ${quarantine === undefined ? 'not published' : `set aside: ${quarantine}`}`,
  }));
