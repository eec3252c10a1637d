import type { MessageAttributes } from './ports/index.ts';

/** Size of a message as SNS and SQS count it: body, attribute names, data types and values, in bytes. */
export function messageBytes(body: string, attributes: MessageAttributes): number {
  const attributeBytes = Object.entries(attributes).map(
    ([name, { dataType, stringValue = '', binaryValue = '' }]) =>
      Buffer.byteLength(name) +
      Buffer.byteLength(dataType) +
      Buffer.byteLength(stringValue) +
      Buffer.byteLength(binaryValue, 'base64'),
  );
  return attributeBytes.reduce((sum, bytes) => sum + bytes, Buffer.byteLength(body));
}
