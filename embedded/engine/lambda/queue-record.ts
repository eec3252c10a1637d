import type { EventSource } from '../../event-sources/event-source.ts';

/** A received message, as far as Lambda passes it on. */
export interface QueueMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly messageAttributes: Readonly<
    Record<string, { readonly dataType: string; readonly stringValue?: string; readonly binaryValue?: string }>
  >;
  readonly approximateReceiveCount: number;
  readonly approximateFirstReceiveTimestamp: number;
  readonly sentTimestamp: number;
  readonly messageGroupId?: string;
  readonly messageDeduplicationId?: string;
  readonly sequenceNumber?: string;
  readonly traceHeader?: string;
  readonly deadLetterQueueSourceArn?: string;
}

/**
 * JSON of the record that a function receives for a message, without the digests:
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function queueRecord(message: QueueMessage, source: EventSource): string {
  return JSON.stringify({
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.approximateReceiveCount),
      SentTimestamp: String(message.sentTimestamp),
      ApproximateFirstReceiveTimestamp: String(message.approximateFirstReceiveTimestamp),
      MessageGroupId: message.messageGroupId,
      MessageDeduplicationId: message.messageDeduplicationId,
      SequenceNumber: message.sequenceNumber,
      AWSTraceHeader: message.traceHeader,
      DeadLetterQueueSourceArn: message.deadLetterQueueSourceArn,
    },
    messageAttributes: message.messageAttributes,
    eventSource: 'aws:sqs',
    eventSourceARN: source.arn,
    awsRegion: source.region,
  });
}
