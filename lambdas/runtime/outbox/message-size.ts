import type { EventAttributes } from '../../../contracts/attributes.ts';

const ATTRIBUTE_TYPE = 'String';

/**
 * Bytes of a message as SNS and SQS count them: the body, and of each attribute its name, its data type and its value.
 */
export function messageBytes(body: string, attributes: EventAttributes): number {
  const attributeBytes = Object.entries(attributes).map(
    ([name, value]) => Buffer.byteLength(name) + ATTRIBUTE_TYPE.length + Buffer.byteLength(value),
  );
  return attributeBytes.reduce((total, bytes) => total + bytes, Buffer.byteLength(body));
}
