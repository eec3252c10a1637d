import { type Item, typeOf } from '../dynamodb/item.ts';

/** Attributes in DynamoDB's JSON, as Lambda's events carry them: `{ pk: { S: 'a' } }`. */
export const itemJson = (item: Item): Record<string, object> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, valueJson(value)]));

function valueJson(value: unknown): object {
  const type = typeOf(value);
  switch (type) {
    case 'S':
    case 'BOOL':
      return { [type]: value };
    case 'N':
      return { N: String(value) };
    case 'NULL':
      return { NULL: true };
    case 'B':
      return { B: base64(value) };
    case 'L':
      return { L: (value as readonly unknown[]).map(valueJson) };
    case 'M':
      return { M: itemJson(value as Item) };
    case 'SS':
      return { SS: [...(value as ReadonlySet<string>)] };
    case 'NS':
      return { NS: [...(value as ReadonlySet<number>)].map(String) };
    case 'BS':
      return { BS: [...(value as ReadonlySet<unknown>)].map(base64) };
  }
}

const base64 = (value: unknown): string => Buffer.from(value as Uint8Array).toString('base64');
