import type { MessageAttributes } from './message.ts';

/**
 * Size of a message: its body, and the name, type and value of each attribute, in UTF-8. Trace headers are free.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export function messageBytes(message: {
  readonly body: string;
  readonly messageAttributes?: MessageAttributes;
}): number {
  let bytes = Buffer.byteLength(message.body);
  for (const [name, { dataType, stringValue = '', binaryValue = '' }] of Object.entries(
    message.messageAttributes ?? {},
  )) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(dataType) + Buffer.byteLength(stringValue);
    bytes += Buffer.byteLength(binaryValue, 'base64');
  }
  return bytes;
}
