import { type EventEnvelope, parseSequence } from '../../../contracts/envelope.ts';
import { formatIssues } from '../../../contracts/standard-schema.ts';
import { codeOf, dispositionOf, HandlerTimeoutError, messageOf } from '../errors.ts';
import type { EventContext, ReceivedEvent } from '../event-context.ts';
import type { RunOutcome } from '../modes/run.ts';
import type { AttemptRecord } from '../ports/index.ts';
import { type AttemptHistory, forgetAttempts, recordFailure, recordStart, undoStart } from './attempt-history.ts';
import { cutMessage } from './failure-report.ts';
import { giveUp, giveUpUnlessApplied, refuse } from './give-up.ts';
import type { ExpectedEvent, IncomingMessage } from './incoming-message.ts';
import { backoffAfter, type MessageScope, secondsUntil } from './message-scope.ts';
import type { KeptMessage, Settlement } from './settlement.ts';

/** A run as far as it got. */
interface Progress {
  /** Whether the start record was written. */
  announced: boolean;
  /** Whether the user's code is or was at work, so that a failure counts as an attempt. */
  attempted: boolean;
}

/** Runs a message's handler and settles what came of it. */
export async function runMessage(
  message: IncomingMessage,
  content: ExpectedEvent,
  history: AttemptHistory,
  scope: MessageScope,
): Promise<Settlement> {
  const progress: Progress = { announced: false, attempted: false };
  try {
    if (history.suspect) {
      await recordStart(message, history, scope);
      progress.announced = true;
    }
    // A validator is the user's code as well: it can hang, throw or take the process with it.
    progress.attempted = true;
    const payload = await scope.deadline.run(() =>
      content.handler.event.schema['~standard'].validate(content.envelope.data),
    );
    progress.attempted = false;
    if (payload.issues !== undefined) {
      return await refuse(message, history, { reason: 'SCHEMA_INVALID', problem: formatIssues(payload.issues) }, scope);
    }
    const event = receivedEvent(content.envelope, payload.value);
    const outcome = await runHandler(event, content, history, progress, scope);
    return await settleOutcome(outcome, message, history, progress, scope);
  } catch (error) {
    return progress.attempted
      ? await settleFailure(error, message, history, scope)
      : await settleUnattempted(error, message, history, progress, scope);
  }
}

const runHandler = (
  event: ReceivedEvent<unknown>,
  { handler, key, fingerprint }: ExpectedEvent,
  history: AttemptHistory,
  progress: Progress,
  scope: MessageScope,
): Promise<RunOutcome> => {
  const { deadline, settings } = scope;
  const context: EventContext = {
    consumer: settings.consumer,
    idempotencyKey: key,
    attempt: attemptsBefore(history) + 1,
    signal: deadline.signal,
    remainingTimeMs: () => deadline.remainingMs(),
  };
  return handler.run({
    event,
    fingerprint,
    context,
    invocationEndsAt: deadline.invocationEndsAt,
    invoke: (work) => {
      progress.attempted = true;
      return deadline.run(work);
    },
  });
};

async function settleOutcome(
  result: RunOutcome,
  message: IncomingMessage,
  history: AttemptHistory,
  progress: Progress,
  scope: MessageScope,
): Promise<Settlement> {
  const attempt = attemptsBefore(history) + (progress.attempted ? 1 : 0);
  switch (result.outcome) {
    case 'applied':
    case 'duplicate':
      if (history.recorded || progress.announced) {
        await forgetAttempts(message, scope);
      }
      return { kept: false, outcome: result.outcome, attempt };
    case 'in-progress':
      if (progress.announced) {
        await undoStart(message, history, scope);
      }
      return { kept: true, outcome: 'in-progress', attempt, delaySeconds: secondsUntil(result.leaseEndsAt, scope) };
    case 'key-reused':
      return refuse(
        message,
        history,
        {
          reason: 'KEY_REUSED',
          problem: 'the id of this event was used with another payload; give each event its own id',
        },
        scope,
      );
  }
}

async function settleFailure(
  error: unknown,
  message: IncomingMessage,
  history: AttemptHistory,
  scope: MessageScope,
): Promise<Settlement> {
  const failures = failureRecord(error, message, history, scope);
  if (dispositionOf(error) === 'reject') {
    return giveUp(message, { ...failures, reason: 'NON_RETRYABLE' }, scope);
  }
  if (failures.attempts >= scope.settings.maxAttempts) {
    return giveUpUnlessApplied(message, failures, scope);
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

async function settleUnattempted(
  error: unknown,
  message: IncomingMessage,
  history: AttemptHistory,
  progress: Progress,
  scope: MessageScope,
): Promise<KeptMessage> {
  if (progress.announced) {
    await undoStart(message, history, scope);
  }
  return keptWithoutAttempt(error, message, history, scope);
}

/** Keeps a message that was not run because the runtime's own work failed. Not an attempt. */
export const keptWithoutAttempt = (
  error: unknown,
  message: IncomingMessage,
  history: AttemptHistory,
  scope: MessageScope,
): KeptMessage => ({
  kept: true,
  outcome: 'retry',
  attempt: attemptsBefore(history),
  delaySeconds: backoffAfter(message.receiveCount, scope),
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

/** Real runs of a message before this receive. */
export const attemptsBefore = (history: AttemptHistory): number => history.failures?.attempts ?? 0;

const receivedEvent = (envelope: EventEnvelope, data: unknown): ReceivedEvent<unknown> => ({
  id: envelope.id,
  source: envelope.source,
  type: envelope.type,
  time: envelope.time,
  orderingKey: envelope.partitionkey,
  sequence: parseSequence(envelope.sequence),
  data,
  envelope,
});
