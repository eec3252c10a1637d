import { type DocumentPath, readPath } from './document-path.ts';
import type { TokenReader } from './token-reader.ts';

/** What a SET action computes. */
export type SetValue =
  | { readonly kind: 'path'; readonly path: DocumentPath }
  | { readonly kind: 'value'; readonly placeholder: string }
  | { readonly kind: 'if_not_exists'; readonly path: DocumentPath; readonly otherwise: SetValue }
  | { readonly kind: 'list_append' | '+' | '-'; readonly left: SetValue; readonly right: SetValue };

/** One action of an update expression. */
export type UpdateAction =
  | { readonly kind: 'SET'; readonly path: DocumentPath; readonly value: SetValue }
  | { readonly kind: 'REMOVE'; readonly path: DocumentPath }
  | { readonly kind: 'ADD' | 'DELETE'; readonly path: DocumentPath; readonly placeholder: string };

type Clause = UpdateAction['kind'];
const CLAUSES: readonly Clause[] = ['SET', 'REMOVE', 'ADD', 'DELETE'];

/**
 * Reads an update: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html.
 * Each clause may come once, in any order.
 */
export function readUpdate(reader: TokenReader): readonly UpdateAction[] {
  const actions: UpdateAction[] = [];
  const seen = new Set<Clause>();
  while (reader.token.kind !== 'end') {
    const clause = CLAUSES.find((candidate) => reader.isKeyword(candidate));
    if (clause === undefined) throw reader.syntaxError();
    if (seen.has(clause)) {
      throw reader.problem(`The "${clause}" section can only be used once in an update expression;`);
    }
    seen.add(clause);
    reader.take();
    do actions.push(readAction(clause, reader));
    while (reader.takesSymbol(','));
  }
  return actions;
}

function readAction(kind: Clause, reader: TokenReader): UpdateAction {
  const path = readPath(reader);
  if (kind === 'REMOVE') return { kind, path };
  if (kind === 'SET') {
    reader.expectSymbol('=');
    return { kind, path, value: readSetValue(reader) };
  }
  return { kind, path, placeholder: readPlaceholder(reader) };
}

function readPlaceholder(reader: TokenReader): string {
  if (reader.token.kind !== 'valuePlaceholder') throw reader.syntaxError();
  return reader.take().text;
}

/** One operand, or two with + or - between them. */
function readSetValue(reader: TokenReader): SetValue {
  const left = readSetOperand(reader);
  for (const kind of ['+', '-'] as const) {
    if (reader.takesSymbol(kind)) return { kind, left, right: readSetOperand(reader) };
  }
  return left;
}

function readSetOperand(reader: TokenReader): SetValue {
  if (reader.takesSymbol('(')) {
    const value = readSetValue(reader);
    reader.expectSymbol(')');
    return value;
  }
  if (reader.token.kind === 'valuePlaceholder') return { kind: 'value', placeholder: reader.take().text };
  if (reader.token.kind !== 'name' || !reader.isFollowedBy('(')) return { kind: 'path', path: readPath(reader) };
  const name = reader.take().text;
  reader.expectSymbol('(');
  const value = readSetFunction(name, reader);
  reader.expectSymbol(')');
  return value;
}

function readSetFunction(name: string, reader: TokenReader): SetValue {
  if (name === 'if_not_exists') {
    const path = readPath(reader);
    reader.expectSymbol(',');
    return { kind: name, path, otherwise: readSetOperand(reader) };
  }
  if (name === 'list_append') {
    const left = readSetOperand(reader);
    reader.expectSymbol(',');
    return { kind: name, left, right: readSetOperand(reader) };
  }
  throw reader.problem(`Invalid function name; function: ${name}`);
}
