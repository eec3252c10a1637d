import type { MessageLogLine } from '../../../contracts/log.ts';
import type { IncomingMessage } from './incoming-message.ts';
import type { Settlement } from './settlement.ts';

/** The line that says what became of a message. */
export const messageLogLine = (
  consumer: string,
  message: IncomingMessage,
  settlement: Settlement,
  durationMs: number,
): MessageLogLine => ({
  type: 'fanout.message',
  consumer,
  outcome: settlement.outcome,
  messageId: message.record.messageId,
  receiveCount: message.receiveCount,
  attempt: settlement.attempt,
  group: message.group,
  eventId: message.content.envelope?.id,
  eventType: message.content.envelope?.type,
  error: settlement.error,
  errorMessage: settlement.errorMessage,
  retryInSeconds: settlement.kept ? settlement.delaySeconds : undefined,
  durationMs,
});
