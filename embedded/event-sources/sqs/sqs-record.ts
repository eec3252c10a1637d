import type { EventSource } from '../event-source.ts';
import type { SqsMessage, SqsMessageAttribute } from './sqs-message.ts';

/** JSON of the record that a function receives for a message: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html. */
export function sqsRecord(message: SqsMessage, source: EventSource): string {
  return JSON.stringify({
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, attribute]) => [name, recordAttribute(attribute)]),
    ),
    md5OfMessageAttributes: message.MD5OfMessageAttributes,
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: source.arn,
    awsRegion: source.region,
  });
}

function recordAttribute({ StringValue, BinaryValue, DataType }: SqsMessageAttribute): object {
  return {
    stringValue: StringValue,
    binaryValue: BinaryValue,
    stringListValues: [],
    binaryListValues: [],
    dataType: DataType,
  };
}
