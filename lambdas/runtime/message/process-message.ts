import { type AttemptHistory, attemptsBefore } from './attempt-history.ts';
import { exhausted, giveUpUnlessApplied, refuse } from './give-up.ts';
import type { IncomingMessage } from './incoming-message.ts';
import { type MessageScope, secondsUntil } from './message-scope.ts';
import { runMessage } from './run-message.ts';
import { keptWithoutAttempt } from './settle-failure.ts';
import type { Settlement } from './settlement.ts';

/**
 * Decides what becomes of one message: refused, given up, given back or run. Never throws: what fails in the runtime
 * itself keeps this message and touches no other.
 */
export async function processMessage(
  message: IncomingMessage,
  history: AttemptHistory,
  scope: MessageScope,
): Promise<Settlement> {
  try {
    return await decide(message, history, scope);
  } catch (error) {
    return keptWithoutAttempt(error, message, history, scope);
  }
}

async function decide(message: IncomingMessage, history: AttemptHistory, scope: MessageScope): Promise<Settlement> {
  const attempt = attemptsBefore(history);
  if (history.liveUntil !== undefined) {
    const delaySeconds = secondsUntil(history.liveUntil, scope);
    return { kept: true, outcome: 'in-progress', attempt, delaySeconds };
  }
  if (message.content.kind === 'refused') {
    return refuse(message, history, message.content, scope);
  }
  if (history.failures !== undefined && attempt >= scope.settings.maxAttempts) {
    return giveUpUnlessApplied(message, exhausted(history.failures), scope);
  }
  if (!scope.deadline.allowsStart()) {
    return { kept: true, outcome: 'held-back', attempt, delaySeconds: 0 };
  }
  return runMessage(message, message.content, history, scope);
}
