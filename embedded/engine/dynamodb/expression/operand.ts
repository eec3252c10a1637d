import { type Item, typeOf } from '../item.ts';
import { type DocumentPath, type Names, readPath, resolvedPath, valueAt } from './document-path.ts';
import type { TokenReader } from './token-reader.ts';

/** What an expression compares: a value of the item, a value of the request, or a size. */
export type Operand =
  | { readonly kind: 'path'; readonly path: DocumentPath }
  | { readonly kind: 'value'; readonly placeholder: string }
  | { readonly kind: 'size'; readonly path: DocumentPath };

/** What an expression is evaluated on. */
export interface Scope {
  /** Undefined when there is no item. */
  readonly item: Item | undefined;
  readonly names: Names | undefined;
  /** Stored values by `:` placeholder. */
  readonly values: Readonly<Record<string, unknown>> | undefined;
}

/** Reads a path, a value placeholder or `size(path)`. */
export function readOperand(reader: TokenReader): Operand {
  if (reader.token.kind === 'valuePlaceholder') return { kind: 'value', placeholder: reader.take().text };
  if (reader.token.text === 'size' && reader.isFollowedBy('(')) {
    reader.take();
    reader.expectSymbol('(');
    const path = readPath(reader);
    reader.expectSymbol(')');
    return { kind: 'size', path };
  }
  return { kind: 'path', path: readPath(reader) };
}

/** The value of an operand; undefined when the item has none there. */
export function operandValue(operand: Operand, { item, names, values }: Scope): unknown {
  switch (operand.kind) {
    case 'value':
      return values?.[operand.placeholder];
    case 'path':
      return valueAt(item, resolvedPath(operand.path, names));
    case 'size':
      return sizeOf(valueAt(item, resolvedPath(operand.path, names)));
  }
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html: size. */
function sizeOf(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  switch (typeOf(value)) {
    case 'S':
      return (value as string).length;
    case 'B':
      return (value as Uint8Array).byteLength;
    case 'L':
      return (value as readonly unknown[]).length;
    case 'M':
      return Object.keys(value as Item).length;
    case 'SS':
    case 'NS':
    case 'BS':
      return (value as ReadonlySet<unknown>).size;
    default:
      return undefined;
  }
}
