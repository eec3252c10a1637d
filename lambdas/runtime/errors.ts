import { inspect } from 'node:util';

/** Class names of errors that are not ours may have any length. */
const MAX_CODE_CHARACTERS = 128;

/** What the runtime does with a message whose handling failed. */
export type Disposition = 'retry' | 'reject';

/** Base of every error that Fanout throws at run time. `code` is stable and never reworded. */
export abstract class MessagingError extends Error {
  abstract readonly code: string;
  abstract readonly disposition: Disposition;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Thrown by a handler for an event that can never succeed: it goes to the dead-letter queue at once. */
export class NonRetryableError extends MessagingError {
  readonly code = 'NON_RETRYABLE';
  readonly disposition = 'reject';
}

/** Business conditions of a transaction did not hold and the handler did not say what then. */
export class ConditionFailedError extends MessagingError {
  readonly code = 'CONDITION_FAILED';
  readonly disposition = 'retry';
}

/** A transaction broke a limit of DynamoDB before it was sent; a repeat cannot help. */
export class TransactionTooLargeError extends MessagingError {
  readonly code = 'TRANSACTION_TOO_LARGE';
  readonly disposition = 'reject';
}

/** Events were emitted as outbox entries by a function that has no outbox table; nothing was written. */
export class OutboxMissingError extends MessagingError {
  readonly code = 'OUTBOX_MISSING';
  readonly disposition = 'retry';
}

/**
 * The database did not take what a run wrote, or did not say whether it did, until the retries were used up. The fault of
 * neither the handler nor its event: not an attempt.
 */
export abstract class DatabaseError extends MessagingError {
  readonly disposition = 'retry';
}

/** Concurrent transactions kept touching the same items, or another run holds a lease on the event. */
export class TransactionConflictError extends DatabaseError {
  readonly code = 'TRANSACTION_CONFLICT';
}

/** A throttled table refused the write. */
export class TableThrottledError extends DatabaseError {
  readonly code = 'TABLE_THROTTLED';
}

/** The database failed or gave no answer: the write may have been carried out, and a repeat finds out. */
export class DatabaseUnavailableError extends DatabaseError {
  readonly code = 'DATABASE_UNAVAILABLE';
}

/** An event that a handler emitted does not match its own definition; nothing was written. */
export class EmittedEventInvalidError extends MessagingError {
  readonly code = 'EMITTED_EVENT_INVALID';
  readonly disposition = 'reject';
}

/** The item that a guarded create would write was created by another event. */
export class GuardOccupiedError extends MessagingError {
  readonly code = 'GUARD_OCCUPIED';
  readonly disposition = 'reject';
}

/** The lease was taken over while the handler ran; the other holder's outcome stands. */
export class LeaseLostError extends MessagingError {
  readonly code = 'LEASE_LOST';
  readonly disposition = 'retry';
}

/** The handler did not return before too little of the invocation's time was left. */
export class HandlerTimeoutError extends MessagingError {
  readonly code = 'HANDLER_TIMEOUT';
  readonly disposition = 'retry';
  /** Whether the handler may still be running. If so, a lease that it holds must stand until it ends. */
  readonly abandoned: boolean;

  constructor(message: string, options: ErrorOptions & { readonly abandoned: boolean }) {
    super(message, options);
    this.abandoned = options.abandoned;
  }
}

/** A write or an event was collected after its handler had ended; it is not committed. Await all work before returning. */
export class RunEndedError extends MessagingError {
  readonly code = 'RUN_ENDED';
  readonly disposition = 'retry';
}

/** The invocation's event is not an SQS event; Lambda keeps the whole batch. */
export class SqsEventInvalidError extends MessagingError {
  readonly code = 'SQS_EVENT_INVALID';
  readonly disposition = 'retry';
}

/** A producer's outcome is too large to be stored for a client that repeats its request; nothing was written. */
export class ResultTooLargeError extends MessagingError {
  readonly code = 'RESULT_TOO_LARGE';
  readonly disposition = 'reject';
}

/** Classifies anything thrown. Unknown errors are retried: losing a message costs more than a repeat. */
export function dispositionOf(error: unknown): Disposition {
  return error instanceof MessagingError ? error.disposition : 'retry';
}

/** The stable code of an error of ours, or the class name of any other. */
export function codeOf(error: unknown): string {
  if (error instanceof MessagingError) {
    return error.code;
  }
  return error instanceof Error && typeof error.name === 'string'
    ? error.name.slice(0, MAX_CODE_CHARACTERS).toWellFormed()
    : 'UNKNOWN';
}

/** The text of anything thrown. Never throws: handlers may throw what has no text. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : error;
  return typeof text === 'string' ? text : inspect(text);
}
