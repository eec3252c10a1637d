import { attributeOf, type Item, typeOf } from './item.ts';

/** Whether two stored values are equal: by type and content, sets without regard to order. */
export function areEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const type = typeOf(one);
  if (type !== typeOf(other)) return false;
  switch (type) {
    case 'L':
      return areEqualLists(one as readonly unknown[], other as readonly unknown[]);
    case 'M':
      return areEqualMaps(one as Item, other as Item);
    case 'B':
      return compareBytes(one as Uint8Array, other as Uint8Array) === 0;
    default:
      return areEqualSets(one as ReadonlySet<unknown>, other as ReadonlySet<unknown>);
  }
}

/**
 * Order of two texts, numbers or binaries: negative, 0 or positive. Undefined when the types differ or have no order.
 *
 * Texts are ordered by their UTF-8 bytes, which is not JavaScript's order outside the basic plane.
 */
export function compareValues(one: unknown, other: unknown): number | undefined {
  if (typeof one === 'string' && typeof other === 'string') return compareTexts(one, other);
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (one instanceof Uint8Array && other instanceof Uint8Array) return compareBytes(one, other);
  return undefined;
}

function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const difference = rank(one.charCodeAt(index)) - rank(other.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

/** Surrogates stand for code points above U+FFFF: behind every other unit. */
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

function compareBytes(one: Uint8Array, other: Uint8Array): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const difference = (one[index] as number) - (other[index] as number);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

function areEqualLists(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((element, index) => areEqual(element, other[index]));
}

function areEqualMaps(one: Item, other: Item): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length && names.every((name) => areEqual(one[name], attributeOf(other, name)))
  );
}

function areEqualSets(one: ReadonlySet<unknown>, other: ReadonlySet<unknown>): boolean {
  return one.size === other.size && [...one].every((element) => setHas(other, element));
}

/** Whether a set has an element; binaries by content. */
export function setHas(set: ReadonlySet<unknown>, element: unknown): boolean {
  if (!(element instanceof Uint8Array)) return set.has(element);
  return [...set].some((candidate) => areEqual(candidate, element));
}
