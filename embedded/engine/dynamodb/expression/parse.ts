import { type Condition, readCondition } from './condition.ts';
import type { DocumentPath } from './document-path.ts';
import { readProjection } from './projection.ts';
import { type ExpressionKind, TokenReader } from './token-reader.ts';
import { readUpdate, type UpdateAction } from './update.ts';

/** A parsed expression and the placeholders in it. It does not depend on what they stand for, so it is parsed once. */
export interface Parsed<Content> {
  readonly kind: ExpressionKind;
  readonly content: Content;
  /** `#` placeholders. */
  readonly names: ReadonlySet<string>;
  /** `:` placeholders. */
  readonly values: ReadonlySet<string>;
}

/** More texts than a program has; one that writes values into its expressions starts over. */
const MAX_CACHED = 1000;

/**
 * Each parses an expression.
 *
 * @throws {ServiceError} `ValidationException` in AWS's words for what is no such expression.
 */
export const parseCondition: (text: string) => Parsed<Condition> = parser('ConditionExpression', readCondition);
export const parseFilter: (text: string) => Parsed<Condition> = parser('FilterExpression', readCondition);
export const parseKeyCondition: (text: string) => Parsed<Condition> = parser('KeyConditionExpression', readCondition);
export const parseProjection: (text: string) => Parsed<readonly DocumentPath[]> = parser(
  'ProjectionExpression',
  readProjection,
);
export const parseUpdate: (text: string) => Parsed<readonly UpdateAction[]> = parser('UpdateExpression', readUpdate);

function parser<Content>(
  kind: ExpressionKind,
  read: (reader: TokenReader) => Content,
): (text: string) => Parsed<Content> {
  const cache = new Map<string, Parsed<Content>>();
  return (text) => {
    const known = cache.get(text);
    if (known !== undefined) return known;
    const reader = new TokenReader(kind, text);
    const content = read(reader);
    reader.expectEnd();
    const parsed = { kind, content, names: reader.names, values: reader.values };
    if (cache.size >= MAX_CACHED) cache.clear();
    cache.set(text, parsed);
    return parsed;
  };
}
