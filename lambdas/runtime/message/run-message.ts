import { type EventEnvelope, parseSequence } from '../../../contracts/envelope.ts';
import { formatIssues } from '../../../contracts/standard-schema.ts';
import { DatabaseError } from '../errors.ts';
import type { EventContext, ReceivedEvent } from '../event-context.ts';
import type { RunOutcome } from '../modes/run.ts';
import { type AttemptHistory, attemptsBefore, forgetAttempts, recordStart, undoStart } from './attempt-history.ts';
import { refuse } from './give-up.ts';
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
  const progress: Progress = { announced: false, attempted: false };
  try {
    if (history.suspect) {
      // Before the answer: a write that fails may have been carried out, and would count as a crash if it stayed.
      progress.announced = true;
      await recordStart(message, history, scope);
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
    return progress.attempted && !(error instanceof DatabaseError)
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
