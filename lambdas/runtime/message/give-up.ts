import { codeOf, messageOf } from '../errors.ts';
import type { AttemptRecord } from '../ports/index.ts';
import { type AttemptHistory, CRASHED, forgetAttempts, recordFailure } from './attempt-history.ts';
import { sendToDeadLetterQueue } from './dead-letter.ts';
import { cutMessage, type Failure, failureReport } from './failure-report.ts';
import type { IncomingMessage, RefusedContent } from './incoming-message.ts';
import { backoffWithoutAttempt, type MessageScope } from './message-scope.ts';
import type { Settlement } from './settlement.ts';

/**
 * Dead-letters a message: sends it, then forgets its attempts. If it cannot be sent it stays in its queue, and what is
 * known of its runs is kept, so that it is not run again.
 */
export async function giveUp(message: IncomingMessage, failure: Failure, scope: MessageScope): Promise<Settlement> {
  const { reason, error, attempts } = failure;
  try {
    await sendToDeadLetterQueue(message, failureReport(failure, message, scope), scope);
  } catch (sendError) {
    if (attempts > 0) {
      const { receiveCount } = message;
      await recordFailure(message, { ...failure, receiveCount }, scope).catch(() => undefined);
    }
    return {
      kept: true,
      outcome: 'retry',
      attempt: attempts,
      delaySeconds: backoffWithoutAttempt(message, scope),
      error: codeOf(sendError),
      errorMessage: cutMessage(`could not be dead-lettered as ${reason} (${error}): ${messageOf(sendError)}`),
    };
  }
  if (message.receiveCount > 1) {
    await forgetAttempts(message, scope);
  }
  return {
    kept: false,
    outcome: 'dead-lettered',
    attempt: attempts,
    error: reason,
    errorMessage: cutMessage(failure.message),
  };
}

/** Dead-letters a message that no run can help. */
export const refuse = (
  message: IncomingMessage,
  history: AttemptHistory,
  { reason, problem }: Pick<RefusedContent, 'reason' | 'problem'>,
  scope: MessageScope,
): Promise<Settlement> => {
  const now = scope.ports.clock.now();
  const { attempts = 0, firstFailureAt = now } = history.failures ?? {};
  return giveUp(
    message,
    { reason, error: reason, message: problem, attempts, firstFailureAt, lastFailureAt: now },
    scope,
  );
};

/**
 * Dead-letters a message whose attempts are used up, unless its effect was applied after all: a run can fail, or its
 * process end, after its commit was taken.
 */
export async function giveUpUnlessApplied(
  message: IncomingMessage,
  failures: AttemptRecord,
  scope: MessageScope,
): Promise<Settlement> {
  if (await isApplied(message, scope)) {
    await forgetAttempts(message, scope);
    return { kept: false, outcome: 'duplicate', attempt: failures.attempts };
  }
  const reason = failures.error === CRASHED ? 'CRASHED' : 'ATTEMPTS_EXHAUSTED';
  return giveUp(message, { ...failures, reason }, scope);
}

async function isApplied({ content }: IncomingMessage, scope: MessageScope): Promise<boolean> {
  if (content.kind === 'refused') {
    return false;
  }
  // A doubt is no reason to keep the message: in the dead-letter queue it is safe, and a redrive is absorbed.
  const marker = await scope.ports.inbox.readMarker(content.key).catch(() => undefined);
  return marker?.completed === true && marker.fingerprint === content.fingerprint;
}
