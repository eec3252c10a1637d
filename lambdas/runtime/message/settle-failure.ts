import { codeOf, dispositionOf, HandlerTimeoutError, messageOf } from '../errors.ts';
import type { AttemptRecord } from '../ports/index.ts';
import { type AttemptHistory, attemptsBefore, recordFailure } from './attempt-history.ts';
import { cutMessage } from './failure-report.ts';
import { exhausted, giveUpUnlessApplied } from './give-up.ts';
import type { IncomingMessage } from './incoming-message.ts';
import { backoffAfter, backoffWithoutAttempt, type MessageScope, secondsUntil } from './message-scope.ts';
import type { KeptMessage, Settlement } from './settlement.ts';

/**
 * Settles a run that failed: refused, given up or retried. The attempt is recorded before the message is given back.
 */
export async function settleFailure(
  error: unknown,
  message: IncomingMessage,
  history: AttemptHistory,
  scope: MessageScope,
): Promise<Settlement> {
  const failures = failureRecord(error, message, history, scope);
  if (dispositionOf(error) === 'reject') {
    return giveUpUnlessApplied(message, { ...failures, reason: 'NON_RETRYABLE' }, scope);
  }
  if (failures.attempts >= scope.settings.maxAttempts) {
    return giveUpUnlessApplied(message, exhausted(failures), scope);
  }
  // Without the record the next receive is a suspect: run alone, and never counted less than it was.
  const unrecorded = await recordFailure(message, failures, scope).then(
    () => '',
    (recordError) => ` (and the attempt could not be recorded: ${messageOf(recordError)})`,
  );
  const backoff = backoffAfter(failures.attempts, scope);
  const abandoned = error instanceof HandlerTimeoutError && error.abandoned;
  return {
    kept: true,
    outcome: 'retry',
    attempt: failures.attempts,
    // An abandoned handler, and its lease, may live until the invocation ends.
    delaySeconds: abandoned ? Math.max(backoff, secondsUntil(scope.deadline.invocationEndsAt, scope)) : backoff,
    error: failures.error,
    errorMessage: cutMessage(failures.message + unrecorded),
  };
}

/** Keeps a message that was not run because the runtime's own work failed, or whose run does not count. */
export const keptWithoutAttempt = (
  error: unknown,
  message: IncomingMessage,
  history: AttemptHistory,
  scope: MessageScope,
): KeptMessage => ({
  kept: true,
  outcome: 'retry',
  attempt: attemptsBefore(history),
  delaySeconds: backoffWithoutAttempt(message, scope),
  error: codeOf(error),
  errorMessage: cutMessage(messageOf(error)),
});

function failureRecord(
  error: unknown,
  message: IncomingMessage,
  history: AttemptHistory,
  scope: MessageScope,
): AttemptRecord {
  const now = scope.ports.clock.now();
  return {
    attempts: attemptsBefore(history) + 1,
    firstFailureAt: history.failures?.firstFailureAt ?? now,
    lastFailureAt: now,
    error: codeOf(error),
    message: cutMessage(messageOf(error)),
    receiveCount: message.receiveCount,
  };
}
