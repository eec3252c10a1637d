import type { ReceivedMessage } from '../../embedded/engine/sqs/received-message.ts';
import type { SqsRecord } from '../../lambdas/runtime/sqs-event.ts';

/** A received message as Lambda passes it on to a function. */
export const sqsRecord = (message: ReceivedMessage, queueArn: string): SqsRecord => ({
  messageId: message.messageId,
  receiptHandle: message.receiptHandle,
  body: message.body,
  attributes: {
    ApproximateReceiveCount: String(message.approximateReceiveCount),
    ApproximateFirstReceiveTimestamp: String(message.approximateFirstReceiveTimestamp),
    SentTimestamp: String(message.sentTimestamp),
    MessageGroupId: message.messageGroupId,
    MessageDeduplicationId: message.messageDeduplicationId,
    SequenceNumber: message.sequenceNumber,
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.deadLetterQueueSourceArn,
  },
  messageAttributes: message.messageAttributes,
  eventSourceARN: queueArn,
});
