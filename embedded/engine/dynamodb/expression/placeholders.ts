import { type Item, storedItem } from '../item.ts';
import { invalid } from '../validation-error.ts';
import type { Names } from './document-path.ts';
import type { Parsed } from './parse.ts';

/** What a request gives for the placeholders of its expressions. */
export interface PlaceholderInput {
  readonly expressionAttributeNames?: Names;
  readonly expressionAttributeValues?: Item;
}

/** What the placeholders stand for, checked against the expressions that use them. */
export interface Placeholders {
  readonly names: Names | undefined;
  /** Stored values. */
  readonly values: Item | undefined;
}

/**
 * Checks that every placeholder of the expressions is given, and that none is given that they do not use:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html.
 *
 * @throws {ServiceError} `ValidationException`.
 */
export function placeholdersOf(
  { expressionAttributeNames: names, expressionAttributeValues: input }: PlaceholderInput,
  expressions: readonly (Parsed<unknown> | undefined)[],
): Placeholders {
  const parsed = expressions.filter((expression) => expression !== undefined);
  const values = input && storedItem(input);
  for (const { kind, names: usedNames, values: usedValues } of parsed) {
    const unnamed = missing(usedNames, names);
    if (unnamed !== undefined) {
      throw invalid(
        `Invalid ${kind}: An expression attribute name used in the document path is not defined; attribute name: ${unnamed}`,
      );
    }
    const unvalued = missing(usedValues, values);
    if (unvalued !== undefined) {
      throw invalid(
        `Invalid ${kind}: An expression attribute value used in expression is not defined; attribute value: ${unvalued}`,
      );
    }
  }
  assertUsed(
    'Names',
    names,
    parsed.map((expression) => expression.names),
  );
  assertUsed(
    'Values',
    values,
    parsed.map((expression) => expression.values),
  );
  return { names, values };
}

function missing(used: ReadonlySet<string>, given: Item | undefined): string | undefined {
  for (const placeholder of used) {
    if (given === undefined || !Object.hasOwn(given, placeholder)) return placeholder;
  }
  return undefined;
}

function assertUsed(what: 'Names' | 'Values', given: Item | undefined, used: readonly ReadonlySet<string>[]): void {
  if (given === undefined) return;
  const parameter = `ExpressionAttribute${what}`;
  const placeholders = Object.keys(given);
  if (used.length === 0) throw invalid(`${parameter} can only be specified when using expressions`);
  if (placeholders.length === 0) throw invalid(`${parameter} must not be empty`);
  const unused = placeholders.filter((placeholder) => !used.some((names) => names.has(placeholder)));
  if (unused.length > 0) {
    throw invalid(`Value provided in ${parameter} unused in expressions: keys: {${unused.join(', ')}}`);
  }
}
