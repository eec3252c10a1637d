import { attributeOf, type Item } from '../item.ts';
import { invalid } from '../validation-error.ts';
import { isReservedWord } from './reserved-words.ts';
import type { TokenReader } from './token-reader.ts';

/** Where a value is in an item: names of attributes, which may be `#` placeholders until resolved, and indexes of lists. */
export type DocumentPath = readonly (string | number)[];

/** Attribute names by `#` placeholder. */
export type Names = Readonly<Record<string, string>>;

/** Reads a path such as `a.#b[2].c`. */
export function readPath(reader: TokenReader): DocumentPath {
  const path: (string | number)[] = [readName(reader)];
  for (;;) {
    if (reader.takesSymbol('.')) path.push(readName(reader));
    else if (reader.takesSymbol('[')) path.push(readIndex(reader));
    else return path;
  }
}

function readName(reader: TokenReader): string {
  const { kind, text } = reader.token;
  if (kind !== 'name' && kind !== 'namePlaceholder') throw reader.syntaxError();
  if (kind === 'name' && isReservedWord(text)) {
    throw reader.problem(`Attribute name is a reserved keyword; reserved keyword: ${text}`);
  }
  return reader.take().text;
}

function readIndex(reader: TokenReader): number {
  if (reader.token.kind !== 'number') throw reader.syntaxError();
  const index = Number(reader.take().text);
  reader.expectSymbol(']');
  return index;
}

/** The path with the placeholders' names. */
export function resolvedPath(path: DocumentPath, names: Names | undefined): DocumentPath {
  return path.map((step) => (typeof step === 'string' && step.startsWith('#') ? (names?.[step] as string) : step));
}

/** The value at a resolved path; undefined when there is none. */
export function valueAt(item: Item | undefined, path: DocumentPath): unknown {
  let value: unknown = item;
  for (const step of path) value = stepInto(value, step);
  return value;
}

function stepInto(value: unknown, step: string | number): unknown {
  if (typeof step === 'number') return Array.isArray(value) ? value[step] : undefined;
  return isMap(value) ? attributeOf(value, step) : undefined;
}

const isMap = (value: unknown): value is Item =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Set) &&
  !(value instanceof Uint8Array);

/** A path as messages show it: `[a, b, [2]]`. */
export const pathText = (path: DocumentPath): string =>
  `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;

/**
 * The item with the value at a path replaced by what `change` makes of it; undefined removes it. Shares what is not on
 * the path. An index behind the end of a list appends.
 *
 * @throws {ServiceError} `ValidationException` when the path leads through what is neither map nor list.
 */
export function changedAt(item: Item, path: DocumentPath, change: (value: unknown) => unknown): Item {
  return changed(item, path, 0, change) as Item;
}

function changed(value: unknown, path: DocumentPath, depth: number, change: (value: unknown) => unknown): unknown {
  if (depth === path.length) return change(value);
  const step = path[depth] as string | number;
  if (typeof step === 'number' ? !Array.isArray(value) : !isMap(value)) {
    throw invalid('The document path provided in the update expression is invalid for update');
  }
  const inner = changed(stepInto(value, step), path, depth + 1, change);
  return typeof step === 'number'
    ? withElement(value as readonly unknown[], step, inner)
    : withAttribute(value as Item, step, inner);
}

function withElement(list: readonly unknown[], index: number, element: unknown): readonly unknown[] {
  if (element === undefined) return Object.freeze(list.filter((_, position) => position !== index));
  if (index >= list.length) return Object.freeze([...list, element]);
  return Object.freeze(list.with(index, element));
}

function withAttribute(map: Item, name: string, value: unknown): Item {
  if (value !== undefined) return Object.freeze({ ...map, [name]: value });
  return Object.freeze(Object.fromEntries(Object.entries(map).filter(([other]) => other !== name)));
}
