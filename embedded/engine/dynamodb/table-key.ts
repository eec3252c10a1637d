import { type AttributeType, attributeOf, type Item, storedValue, typeOf } from './item.ts';
import { invalid } from './validation-error.ts';

/** The key attributes of a table. */
export interface KeySchema {
  readonly partitionKey: KeyAttribute;
  readonly sortKey?: KeyAttribute;
}
export interface KeyAttribute {
  readonly name: string;
  readonly type: Extract<AttributeType, 'S' | 'N' | 'B'>;
}

/** The key of one item. */
export interface TableKey {
  /** Text that is the same for equal keys only. */
  readonly id: string;
  /** Text that is the same for equal partition keys only. */
  readonly partitionId: string;
  readonly sortValue: unknown;
  /** The key attributes. */
  readonly attributes: Item;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html: partition and sort key values. */
const MAX_PARTITION_BYTES = 2048;
const MAX_SORT_BYTES = 1024;

/**
 * The key of an item.
 *
 * @throws {ServiceError} `ValidationException` when a key attribute is missing, empty, too long or of the wrong type.
 */
export function keyOfItem(schema: KeySchema, item: Item): TableKey {
  return keyFrom(schema, (attribute) => {
    const value = attributeOf(item, attribute.name);
    if (value === undefined) {
      throw invalid(`One or more parameter values were invalid: Missing the key ${attribute.name} in the item`);
    }
    assertKeyType(
      attribute,
      value,
      `One or more parameter values were invalid: Type mismatch for key ${attribute.name}`,
    );
    return value;
  });
}

/**
 * The key that a request names: the key attributes and no others.
 *
 * @throws {ServiceError} `ValidationException`.
 */
export function keyOfRequest(schema: KeySchema, key: Item): TableKey {
  const wanted = schema.sortKey === undefined ? 1 : 2;
  const mismatch = 'The provided key element does not match the schema';
  const given = Object.keys(key).filter((name) => key[name] !== undefined);
  if (given.length !== wanted) throw invalid(mismatch);
  return keyFrom(schema, (attribute) => {
    const value = attributeOf(key, attribute.name);
    if (value === undefined) throw invalid(mismatch);
    const stored = storedValue(value);
    assertKeyType(attribute, stored, mismatch);
    return stored;
  });
}

/** Text that is the same for equal key values only. */
export function keyValueId(value: unknown): string {
  if (value instanceof Uint8Array) return `B${Buffer.from(value).toString('hex')}`;
  return typeof value === 'number' ? `N${value}` : `S${value}`;
}

function keyFrom({ partitionKey, sortKey }: KeySchema, read: (attribute: KeyAttribute) => unknown): TableKey {
  const partition = read(partitionKey);
  assertLength(partitionKey, partition, MAX_PARTITION_BYTES, 'hashkey');
  const partitionId = keyValueId(partition);
  if (sortKey === undefined) {
    const attributes = Object.freeze({ [partitionKey.name]: partition });
    return { id: partitionId, partitionId, sortValue: undefined, attributes };
  }
  const sortValue = read(sortKey);
  assertLength(sortKey, sortValue, MAX_SORT_BYTES, 'rangekey');
  const attributes = Object.freeze({ [partitionKey.name]: partition, [sortKey.name]: sortValue });
  // The length keeps two keys apart whose texts run into each other.
  return { id: `${partitionId.length} ${partitionId} ${keyValueId(sortValue)}`, partitionId, sortValue, attributes };
}

function assertKeyType({ type }: KeyAttribute, value: unknown, problem: string): void {
  if (typeOf(value) !== type) throw invalid(`${problem} expected: ${type} actual: ${typeOf(value)}`);
}

function assertLength({ name }: KeyAttribute, value: unknown, maximum: number, kind: string): void {
  if (typeof value === 'number') return;
  const bytes = Buffer.byteLength(value as string | Uint8Array);
  if (bytes === 0) {
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty value. Key: ${name}`,
    );
  }
  if (bytes > maximum) {
    throw invalid(
      `One or more parameter values were invalid: Size of ${kind} has exceeded the maximum size limit of${maximum} bytes`,
    );
  }
}
