/** An item in DynamoDB's own JSON, as errors and streams carry it: the document client converts neither. */
export type RawItem = Readonly<Record<string, RawValue>>;

/** One value of a {@link RawItem}: an object with one property, named for its type, for example `{ S: 'order-1' }`. */
export type RawValue = object;

/** Every type that DynamoDB has. In Lambda's events binary values are Base64. */
interface TypedValue {
  readonly S?: string;
  readonly N?: string;
  readonly BOOL?: boolean;
  readonly NULL?: boolean;
  readonly B?: Uint8Array | string;
  readonly M?: RawItem;
  readonly L?: readonly RawValue[];
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
  readonly BS?: readonly (Uint8Array | string)[];
}

/** Plain values of an item, in the document client's mapping. */
export const plainItem = (item: RawItem): Record<string, unknown> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));

/** One plain value; undefined for what is none of DynamoDB's types. */
export function plainValue(value: TypedValue | undefined): unknown {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
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
  if (value.BS !== undefined) {
    return new Set(value.BS.map(bytesOf));
  }
  if (value.B !== undefined) {
    return bytesOf(value.B);
  }
  return value.SS === undefined ? (value.S ?? value.BOOL) : new Set(value.SS);
}

const bytesOf = (value: Uint8Array | string): Uint8Array =>
  typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : value;
