import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item in DynamoDB's own JSON, as errors carry it: the document client converts answers, but not errors. */
export type RawItem = Readonly<Record<string, AttributeValue>>;

/** Plain values of an item, in the document client's mapping. */
export const plainItem = (item: RawItem): Record<string, unknown> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));

function plainValue(value: AttributeValue): unknown {
  if (value.N !== undefined) {
    return Number(value.N);
  }
  if (value.M !== undefined) {
    return plainItem(value.M);
  }
  if (value.L !== undefined) {
    return value.L.map(plainValue);
  }
  if (value.NULL !== undefined) {
    return null;
  }
  if (value.NS !== undefined) {
    return new Set(value.NS.map(Number));
  }
  const set = value.SS ?? value.BS;
  return set === undefined ? (value.S ?? value.BOOL ?? value.B) : new Set<unknown>(set);
}
