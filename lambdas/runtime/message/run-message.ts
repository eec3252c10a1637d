import { type EventEnvelope, parseSequence } from '../../../contracts/envelope.ts';
import { formatIssues } from '../../../contracts/standard-schema.ts';
import { DatabaseError } from '../errors.ts';
import type { ReceivedEvent } from '../event-context.ts';
import type { BegunRun, RunOutcome } from '../modes/run.ts';
import { type AttemptHistory, attemptsBefore, forgetAttempts, recordStart, undoStart } from './attempt-history.ts';
import { giveUpUnlessApplied, refusalOf, refuse } from './give-up.ts';
import type { ExpectedEvent, IncomingMessage } from './incoming-message.ts';
import { type MessageScope, secondsUntil } from './message-scope.ts';
import { keptWithoutAttempt, settleFailure } from './settle-failure.ts';
import type { KeptMessage, Settlement } from './settlement.ts';

/** A run as far as it got. */
interface Progress {
  /** Whether the start record was written, or may have been. */
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
  const { deadline, settings } = scope;
  const progress: Progress = { announced: false, attempted: false };
  try {
    const outcome = await content.handler.run({
      envelope: content.envelope,
      fingerprint: content.fingerprint,
      context: {
        consumer: settings.consumer,
        idempotencyKey: content.key,
        attempt: attemptsBefore(history) + 1,
        signal: deadline.signal,
        remainingTimeMs: () => deadline.remainingMs(),
      },
      invocationEndsAt: deadline.invocationEndsAt,
      begin: () => begin(message, content, history, progress, scope),
      invoke: (work) => {
        progress.attempted = true;
        return deadline.run(work);
      },
    });
    return await settleOutcome(outcome, message, history, progress, scope);
  } catch (error) {
    return progress.attempted && !(error instanceof DatabaseError)
      ? await settleFailure(error, message, history, scope)
      : await settleUnattempted(error, message, history, progress, scope);
  }
}

async function begin(
  message: IncomingMessage,
  { envelope, handler }: ExpectedEvent,
  history: AttemptHistory,
  progress: Progress,
  scope: MessageScope,
): Promise<BegunRun> {
  if (history.suspect) {
    // Before the answer: a write that fails may have been carried out, and would count as a crash if it stayed.
    progress.announced = true;
    await recordStart(message, history, scope);
  }
  // A validator is the user's code as well: it can hang, throw or take the process with it.
  progress.attempted = true;
  const payload = await scope.deadline.run(() => handler.event.schema['~standard'].validate(envelope.data));
  progress.attempted = false;
  return payload.issues === undefined
    ? { outcome: 'begun', event: receivedEvent(envelope, payload.value) }
    : { outcome: 'invalid', problem: formatIssues(payload.issues) };
}

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
      return { kept: true, outcome: 'in-progress', attempt, delaySeconds: secondsUntil(result.leaseEndsAt, scope) };
    case 'key-reused':
      return refuse(message, history, { reason: 'KEY_REUSED', problem: KEY_REUSED }, scope);
    case 'invalid':
      return giveUpUnlessApplied(
        message,
        refusalOf(history, { reason: 'SCHEMA_INVALID', problem: result.problem }, scope),
        scope,
      );
  }
}

const KEY_REUSED = 'the id of this event was used with another payload; give each event its own id';

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
