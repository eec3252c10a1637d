import { dynamoDbLimits } from '../../contracts/limits.ts';
import { TransactionTooLargeError } from './errors.ts';

/**
 * Bytes of an item as DynamoDB counts them: names and values in UTF-8, numbers by their digits, 3 bytes for each list
 * and map and 1 for each of their elements
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).
 */
export const itemBytes = (item: Readonly<Record<string, unknown>>): number =>
  Object.entries(item).reduce((total, [name, value]) => total + Buffer.byteLength(name) + valueBytes(value), 0);

/**
 * Refuses an item that DynamoDB would refuse, events that ride in it included.
 *
 * @throws TransactionTooLargeError above 400 KiB.
 */
export function checkItemSize(item: Readonly<Record<string, unknown>>, tableName: string): void {
  const bytes = itemBytes(item);
  if (bytes > dynamoDbLimits.maxItemBytes) {
    throw itemTooLarge(bytes, tableName);
  }
}

/** The error for an item of `bytes`. */
export const itemTooLarge = (bytes: number, tableName: string | undefined): TransactionTooLargeError =>
  new TransactionTooLargeError(
    `item must have at most ${dynamoDbLimits.maxItemBytes} bytes with its events, got ${bytes} for table ${tableName}; keep large values in S3`,
  );

const CONTAINER_BYTES = 3;

function valueBytes(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return Buffer.byteLength(value);
    case 'number':
    case 'bigint':
      return Math.ceil(String(value).replace(/\D/g, '').length / 2) + 1;
    case 'object':
      return value === null ? 1 : objectBytes(value);
    case 'undefined':
      return 0;
    default:
      return 1;
  }
}

function objectBytes(value: object): number {
  if (ArrayBuffer.isView(value)) {
    return value.byteLength;
  }
  if (value instanceof Set) {
    return [...value].reduce<number>((total, element) => total + valueBytes(element), 0);
  }
  if (Array.isArray(value)) {
    return value.reduce<number>((total, element) => total + valueBytes(element) + 1, CONTAINER_BYTES);
  }
  return CONTAINER_BYTES + Object.keys(value).length + itemBytes(value as Record<string, unknown>);
}
