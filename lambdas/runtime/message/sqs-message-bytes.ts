import type { MessageAttributes } from '../ports/index.ts';

/** Bytes of a message as SQS counts them: the body, and of each attribute its name, its data type and its value. */
export function sqsMessageBytes(body: string, attributes: MessageAttributes): number {
  const attributeBytes = Object.entries(attributes).map(
    ([name, { dataType, stringValue = '', binaryValue = '' }]) =>
      Buffer.byteLength(name) +
      Buffer.byteLength(dataType) +
      Buffer.byteLength(stringValue) +
      Buffer.byteLength(binaryValue, 'base64'),
  );
  return attributeBytes.reduce((sum, bytes) => sum + bytes, Buffer.byteLength(body));
}
