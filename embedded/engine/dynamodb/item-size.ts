import { type Item, typeOf } from './item.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html: lists and maps. */
const CONTAINER_BYTES = 3;
const ELEMENT_BYTES = 1;

/** Items never change, and are weighed several times on their way. */
const known = new WeakMap<Item, number>();

/** Bytes of a stored item as DynamoDB counts them: attribute names and values. */
export function itemBytes(item: Item): number {
  const before = known.get(item);
  if (before !== undefined) return before;
  let bytes = 0;
  for (const name of Object.keys(item)) bytes += textBytes(name) + valueBytes(item[name]);
  known.set(item, bytes);
  return bytes;
}

function valueBytes(value: unknown): number {
  switch (typeOf(value)) {
    case 'S':
      return textBytes(value as string);
    case 'N':
      return numberBytes(value as number);
    case 'B':
      return (value as Uint8Array).byteLength;
    case 'BOOL':
    case 'NULL':
      return 1;
    case 'L':
      return sum(value as readonly unknown[], (element) => valueBytes(element) + ELEMENT_BYTES) + CONTAINER_BYTES;
    case 'M': {
      const map = value as Item;
      return itemBytes(map) + Object.keys(map).length * ELEMENT_BYTES + CONTAINER_BYTES;
    }
    default:
      return sum(value as ReadonlySet<unknown>, valueBytes);
  }
}

const textBytes = (text: string): number => Buffer.byteLength(text);

/** One byte for each two significant digits, and one more; one more for a negative number. */
function numberBytes(value: number): number {
  if (value === 0) return 2;
  const digits = significantDigits(Math.abs(value));
  return Math.ceil(digits / 2) + (value < 0 ? 2 : 1);
}

function significantDigits(value: number): number {
  if (!Number.isSafeInteger(value)) return value.toExponential().replace(/\.|e.*/g, '').length;
  let significant = value;
  while (significant % 10 === 0) significant /= 10;
  return String(significant).length;
}

function sum(values: Iterable<unknown>, bytesOf: (value: unknown) => number): number {
  let bytes = 0;
  for (const value of values) bytes += bytesOf(value);
  return bytes;
}
