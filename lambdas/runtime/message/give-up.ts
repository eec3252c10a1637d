import { codeOf, messageOf } from '../errors.ts';
import type { AttemptRecord } from '../ports/index.ts';
import { type AttemptHistory, CRASHED, forgetAttempts, recordFailure } from './attempt-history.ts';
import { sendToDeadLetterQueue } from './dead-letter.ts';
import { cutMessage, type Failure, failureReport } from './failure-report.ts';
import type { IncomingMessage, RefusedContent } from './incoming-message.ts';
import { backoffWithoutAttempt, type MessageScope } from './message-scope.ts';
import type { Settlement } from './settlement.ts';

/**
 * Dead-letters a message. What is known of its runs is written down before: it comes back when it cannot be sent, or when
 * its acknowledgement is lost, and must not be run as often again.
 */
async function giveUp(message: IncomingMessage, failure: Failure, scope: MessageScope): Promise<Settlement> {
  const { reason, error, attempts } = failure;
  await keepRuns(message, failure, scope);
  try {
    await sendToDeadLetterQueue(message, failureReport(failure, message, scope), scope);
  } catch (sendError) {
    return {
      kept: true,
      outcome: 'retry',
      attempt: attempts,
      delaySeconds: backoffWithoutAttempt(message, scope),
      error: codeOf(sendError),
      errorMessage: cutMessage(`could not be dead-lettered as ${reason} (${error}): ${messageOf(sendError)}`),
    };
  }
  return {
    kept: false,
    outcome: 'dead-lettered',
    attempt: attempts,
    error: reason,
    errorMessage: cutMessage(failure.message),
  };
}

/** Writes down what is known of a message's runs, for a next receive. A start record must not stay: the run that it announced is over. */
const keepRuns = async (message: IncomingMessage, failure: Failure, scope: MessageScope): Promise<void> => {
  if (failure.attempts > 0) {
    await recordFailure(message, { ...failure, receiveCount: message.receiveCount }, scope).catch(() => undefined);
  } else if (message.receiveCount > 1) {
    await forgetAttempts(message, scope);
  }
};

/** Dead-letters a message that no run can help. */
export const refuse = (
  message: IncomingMessage,
  history: AttemptHistory,
  content: Pick<RefusedContent, 'reason' | 'problem'>,
  scope: MessageScope,
): Promise<Settlement> => giveUp(message, refusalOf(history, content, scope), scope);

/** Why a message is given up that no run can help. */
export function refusalOf(
  history: AttemptHistory,
  { reason, problem }: Pick<RefusedContent, 'reason' | 'problem'>,
  scope: MessageScope,
): Failure {
  const now = scope.ports.clock.now();
  const { attempts = 0, firstFailureAt = now } = history.failures ?? {};
  return { reason, error: reason, message: problem, attempts, firstFailureAt, lastFailureAt: now };
}

/** Why a message is given up whose attempts are used up. */
export const exhausted = (failures: AttemptRecord): Failure => ({
  ...failures,
  reason: failures.error === CRASHED ? 'CRASHED' : 'ATTEMPTS_EXHAUSTED',
});

/**
 * Dead-letters a message unless its effect was applied after all: a run can fail, or its process end, after its commit was
 * taken, and the handler of a copy may reject it for the very effect that it has had.
 */
export async function giveUpUnlessApplied(
  message: IncomingMessage,
  failure: Failure,
  scope: MessageScope,
): Promise<Settlement> {
  if (await isApplied(message, scope)) {
    await forgetAttempts(message, scope);
    return { kept: false, outcome: 'duplicate', attempt: failure.attempts };
  }
  return giveUp(message, failure, scope);
}

async function isApplied({ content }: IncomingMessage, scope: MessageScope): Promise<boolean> {
  if (content.kind === 'refused') {
    return false;
  }
  // A doubt is no reason to keep the message: in the dead-letter queue it is safe, and a redrive is absorbed.
  const marker = await scope.ports.inbox.readMarker(content.key).catch(() => undefined);
  return marker?.completed === true && marker.fingerprint === content.fingerprint;
}
