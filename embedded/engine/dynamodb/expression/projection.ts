import type { Item } from '../item.ts';
import { type DocumentPath, readPath, valueAt } from './document-path.ts';
import type { TokenReader } from './token-reader.ts';

/** Reads a projection: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html. */
export function readProjection(reader: TokenReader): readonly DocumentPath[] {
  const paths = [readPath(reader)];
  while (reader.takesSymbol(',')) paths.push(readPath(reader));
  return paths;
}

/** What was kept below a path: a value, or by step what is kept of a map or list. */
type Kept = Map<string | number, Kept | { readonly value: unknown }>;

/** The values at resolved paths, in maps and lists like those that they are in; lists close the gaps. */
export function projected(item: Item, paths: readonly DocumentPath[]): Item {
  const kept: Kept = new Map();
  for (const path of paths) {
    const value = valueAt(item, path);
    if (value !== undefined) keep(kept, path, value);
  }
  return built(kept) as Item;
}

function keep(kept: Kept, path: DocumentPath, value: unknown): void {
  const [step, ...rest] = path as [string | number, ...DocumentPath];
  if (rest.length === 0) {
    kept.set(step, { value });
    return;
  }
  const inner = kept.get(step);
  const branch: Kept = inner instanceof Map ? inner : new Map();
  kept.set(step, branch);
  keep(branch, rest, value);
}

function built(kept: Kept): unknown {
  const entries = [...kept].map(([step, inner]) => [step, inner instanceof Map ? built(inner) : inner.value] as const);
  const isList = typeof entries[0]?.[0] === 'number';
  if (!isList) return Object.freeze(Object.fromEntries(entries));
  return Object.freeze(entries.sort(([one], [other]) => Number(one) - Number(other)).map(([, value]) => value));
}
