import { FAILURE_ATTRIBUTE } from '../../../contracts/attributes.ts';
import { REFUSED_BY_SQS } from '../../../contracts/envelope.ts';
import type { FailureReport } from '../../../contracts/failure.ts';
import { sqsLimits } from '../../../contracts/limits.ts';
import { addMillis, toEpochSeconds } from '../../../contracts/time.ts';
import { deadLetterKey } from '../inbox-keys.ts';
import type { MessageAttribute, MessageAttributes } from '../ports/index.ts';
import type { SqsRecord } from '../sqs-event.ts';
import type { IncomingMessage } from './incoming-message.ts';
import type { MessageScope } from './message-scope.ts';
import { sqsMessageBytes } from './sqs-message-bytes.ts';

/**
 * Sends a message to the dead-letter queue with its body, attributes, group and the report. The caller acknowledges
 * after: a crash between the two gives a second copy, never a loss.
 *
 * Where the message leaves no room for the report, the inbox keeps it, written before the send.
 */
export async function sendToDeadLetterQueue(
  message: IncomingMessage,
  report: FailureReport,
  scope: MessageScope,
): Promise<void> {
  const { record, fifo, group } = message;
  const { inbox, deadLetterQueue, clock } = scope.ports;
  const explained = withReport(record, report);
  if (explained === undefined) {
    const expiresAt = toEpochSeconds(addMillis(clock.now(), scope.settings.deadLetterRetentionSeconds * 1000));
    await inbox.recordDeadLetter(deadLetterKey(scope.settings.consumer, record.body), report, expiresAt);
  }
  await deadLetterQueue.send({
    body: record.body,
    attributes: explained ?? originalAttributes(record),
    groupId: group,
    // Never the event id: a redriven message that fails again at once would be swallowed as a copy.
    deduplicationId: fifo ? record.messageId : undefined,
    traceHeader: record.attributes['AWSTraceHeader'],
  });
}

function withReport(record: SqsRecord, report: FailureReport): MessageAttributes | undefined {
  const attributes = {
    ...originalAttributes(record),
    [FAILURE_ATTRIBUTE]: {
      dataType: 'String',
      stringValue: JSON.stringify(report).replace(REFUSED_BY_SQS, '\ufffd'),
    },
  };
  const hasRoom =
    Object.keys(attributes).length <= sqsLimits.maxMessageAttributes &&
    sqsMessageBytes(record.body, attributes) <= sqsLimits.maxMessageBytes;
  return hasRoom ? attributes : undefined;
}

/** The attributes that the message came with, without the report of an earlier dead-lettering. */
function originalAttributes(record: SqsRecord): MessageAttributes {
  const own = Object.entries(record.messageAttributes).filter(([name]) => name !== FAILURE_ATTRIBUTE);
  return Object.fromEntries(
    own.map(([name, { dataType, stringValue, binaryValue }]): [string, MessageAttribute] => [
      name,
      {
        dataType,
        ...(stringValue !== undefined && { stringValue }),
        ...(binaryValue !== undefined && { binaryValue }),
      },
    ]),
  );
}
