import type { FailureReason, FailureReport } from '../../../contracts/failure.ts';
import { addMillis, type EpochMillis, laterOf } from '../../../contracts/time.ts';
import type { IncomingMessage } from './incoming-message.ts';
import type { MessageScope } from './message-scope.ts';

const MAX_MESSAGE_CHARACTERS = 1024;

/** Why a message is given up. */
export interface Failure {
  readonly reason: FailureReason;
  /** Code of the last error. */
  readonly error: string;
  readonly message: string;
  /** Real runs of the handler. */
  readonly attempts: number;
  readonly firstFailureAt: EpochMillis;
  readonly lastFailureAt: EpochMillis;
}

/** What is attached to a dead letter. */
export function failureReport(failure: Failure, message: IncomingMessage, scope: MessageScope): FailureReport {
  const { consumer, consumerVersion, deadLetterRetentionSeconds } = scope.settings;
  const { envelope } = message.content;
  return {
    reason: failure.reason,
    error: failure.error,
    message: cutMessage(failure.message),
    attempts: failure.attempts,
    firstFailureAt: rfc3339(failure.firstFailureAt),
    // The clocks of two environments may disagree.
    lastFailureAt: rfc3339(laterOf(failure.firstFailureAt, failure.lastFailureAt)),
    consumer,
    consumerVersion,
    messageId: message.record.messageId,
    eventId: envelope?.id,
    traceparent: envelope?.traceparent,
    expiresAt: rfc3339(addMillis(scope.ports.clock.now(), deadLetterRetentionSeconds * 1000)),
  };
}

/** An error's text, short enough for attributes, records and log lines. Well formed, or DynamoDB might not take it. */
export const cutMessage = (text: string): string => text.slice(0, MAX_MESSAGE_CHARACTERS).toWellFormed();

const rfc3339 = (at: EpochMillis): string => new Date(at).toISOString();
