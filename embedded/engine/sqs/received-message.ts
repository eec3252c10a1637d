import type { MessageAttributes, StoredMessage } from './message.ts';
import { receiptHandle } from './receipt-handle.ts';

/** A message as its receiver sees it, with all its attributes. Times are milliseconds since the epoch. */
export interface ReceivedMessage {
  readonly messageId: string;
  /** Belongs to this receive; only that of the last receive counts. */
  readonly receiptHandle: string;
  readonly body: string;
  readonly messageAttributes: MessageAttributes;
  readonly approximateReceiveCount: number;
  readonly approximateFirstReceiveTimestamp: number;
  readonly sentTimestamp: number;
  readonly messageGroupId?: string;
  readonly messageDeduplicationId?: string;
  readonly sequenceNumber?: string;
  readonly traceHeader?: string;
  /** The queue that SQS moved it from, in a dead-letter queue. */
  readonly deadLetterQueueSourceArn?: string;
}

/** What one receive of `message` gives. */
export const receivedMessage = (message: StoredMessage, queueId: string): ReceivedMessage => ({
  messageId: message.messageId,
  receiptHandle: receiptHandle(queueId, message),
  body: message.body,
  messageAttributes: message.messageAttributes,
  approximateReceiveCount: message.receiveCount,
  approximateFirstReceiveTimestamp: message.firstReceivedAt,
  sentTimestamp: message.sentTimestamp,
  messageGroupId: message.messageGroupId,
  messageDeduplicationId: message.messageDeduplicationId,
  sequenceNumber: message.sequenceNumber,
  traceHeader: message.traceHeader,
  deadLetterQueueSourceArn: message.deadLetterQueueSourceArn,
});
