import { invalid } from './validation-error.ts';

/** Attributes by name, as plain values in the document client's mapping. The engine's own items are frozen: copy to change. */
export type Item = Readonly<Record<string, unknown>>;

/** The types of DynamoDB, by the names that `attribute_type` takes. */
export type AttributeType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'L' | 'M' | 'SS' | 'NS' | 'BS';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html: nested attribute depth. */
const MAX_DEPTH = 32;

/** The type of a stored value. Meant for values that {@link storedItem} has let through. */
export function typeOf(value: unknown): AttributeType {
  if (typeof value === 'string') return 'S';
  if (typeof value === 'number') return 'N';
  if (typeof value === 'boolean') return 'BOOL';
  if (value === null) return 'NULL';
  if (Array.isArray(value)) return 'L';
  if (value instanceof Uint8Array) return 'B';
  if (!(value instanceof Set)) return 'M';
  const [first] = value;
  return typeof first === 'string' ? 'SS' : typeof first === 'number' ? 'NS' : 'BS';
}

/** An attribute of an item; undefined when it has none. Sees no inherited properties: items have attributes called `constructor`. */
export const attributeOf = (item: Item | undefined, name: string): unknown =>
  item !== undefined && Object.hasOwn(item, name) ? item[name] : undefined;

/**
 * A frozen copy of an item without its undefined values, as the document client sends it with `removeUndefinedValues`.
 *
 * @throws {ServiceError} `ValidationException` for what is no DynamoDB value.
 */
export function storedItem(item: Item): Item {
  return storedMap(item, 1);
}

/** A frozen copy of one value; see {@link storedItem}. */
export function storedValue(value: unknown): unknown {
  return stored(value, 1);
}

function stored(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) throw invalid('Nesting Levels have exceeded supported limits');
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
    case 'bigint':
      return storedNumber(value);
    case 'object':
      return value === null ? null : storedObject(value, depth);
    default:
      throw invalid(`a value must be a text, number, boolean, null, binary, set, list or map, got ${typeof value}`);
  }
}

function storedObject(value: object, depth: number): unknown {
  if (Array.isArray(value)) {
    return Object.freeze(value.filter((element) => element !== undefined).map((element) => stored(element, depth + 1)));
  }
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (value instanceof Set) return storedSet(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return storedMap(value as Item, depth + 1);
  throw invalid(`a map must be a plain object, got an instance of ${value.constructor.name}; convert it first`);
}

function storedMap(map: Item, depth: number): Item {
  // Not by assignment: an attribute called __proto__ is an attribute.
  const entries: [string, unknown][] = [];
  for (const name of Object.keys(map)) {
    if (map[name] !== undefined) entries.push([name, stored(map[name], depth)]);
  }
  return Object.freeze(Object.fromEntries(entries));
}

function storedNumber(value: number | bigint): number {
  const number = Number(value);
  if (!Number.isFinite(number) || (typeof value === 'bigint' && !Number.isSafeInteger(number))) {
    throw invalid(`a number must be finite and exact as a JavaScript number, got ${value}`);
  }
  return number === 0 ? 0 : number;
}

function storedSet(set: ReadonlySet<unknown>): ReadonlySet<unknown> {
  const elements = [...set].filter((element) => element !== undefined);
  const [first] = elements;
  if (first === undefined) throw invalid('One or more parameter values were invalid: An set may not be empty');
  const type = first instanceof Uint8Array ? 'object' : typeof first;
  if (!elements.every((element) => typeof element === type) || !['string', 'number', 'object'].includes(type)) {
    throw invalid('a set must hold texts only, numbers only or binaries only');
  }
  return Object.freeze(new Set(elements.map((element) => stored(element, 1))));
}
