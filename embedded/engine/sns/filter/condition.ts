import { cidrTest } from './cidr.ts';
import { invalidPolicy, isObject, type Json, type JsonObject } from './filter-policy.ts';
import { isSameNumber, numericTest } from './numeric.ts';
import { wildcardTest } from './wildcard.ts';

/** One value of a message: an attribute's, or a leaf's of the body; of a list, one of its members. */
export type Candidate = string | number | boolean | null;

/** One of the alternatives of a key: about a value, or about whether there is one. */
export type Condition =
  | { readonly kind: 'value'; readonly test: (candidate: Candidate) => boolean }
  | { readonly kind: 'exists'; readonly expected: boolean };

/** Operators, which cannot be names of keys inside an `$or`. */
export const OPERATORS: ReadonlySet<string> = new Set([
  'anything-but',
  'cidr',
  'equals-ignore-case',
  'exists',
  'numeric',
  'prefix',
  'suffix',
  'wildcard',
]);

/** Whether any of a key's conditions holds for its values; a key without values is absent. */
export const isSatisfied = (conditions: readonly Condition[], candidates: readonly Candidate[]): boolean =>
  conditions.some((condition) =>
    condition.kind === 'exists' ? candidates.length > 0 === condition.expected : candidates.some(condition.test),
  );

/**
 * Reads one member of a key's list.
 *
 * @throws ServiceError `InvalidParameter`.
 */
export function parseCondition(key: string, value: Json): Condition {
  if (!isObject(value)) {
    if (Array.isArray(value)) throw invalidPolicy(`'${key}' must not hold a list in a list`);
    return { kind: 'value', test: equals(value as Candidate) };
  }
  const [operator = '', operand = null] = onlyEntry(key, value);
  if (operator === 'exists') {
    if (typeof operand !== 'boolean') throw invalidPolicy(`'${key}': exists must be true or false`);
    return { kind: 'exists', expected: operand };
  }
  if (operator === 'numeric') return { kind: 'value', test: numericTest(key, operand) };
  if (operator === 'cidr') return { kind: 'value', test: cidrTest(key, operand) };
  if (operator === 'anything-but') return { kind: 'value', test: anythingBut(key, operand) };
  return { kind: 'value', test: stringTest(key, operator, operand) };
}

const equals =
  (expected: Candidate) =>
  (candidate: Candidate): boolean =>
    typeof expected === 'number' ? isSameNumber(expected, candidate) : candidate === expected;

/** `prefix`, `suffix`, `wildcard` and `equals-ignore-case`: about strings only. */
function stringTest(key: string, operator: string, operand: Json): (candidate: Candidate) => boolean {
  if (!OPERATORS.has(operator)) throw invalidPolicy(`'${key}' has an unknown operator '${operator}'`);
  if (typeof operand !== 'string' || operand === '') {
    throw invalidPolicy(`'${key}': ${operator} must be a string that is not empty`);
  }
  const test = stringMatcher(key, operator, operand);
  return (candidate) => typeof candidate === 'string' && test(candidate);
}

function stringMatcher(key: string, operator: string, operand: string): (text: string) => boolean {
  if (operator === 'prefix') return (text) => text.startsWith(operand);
  if (operator === 'suffix') return (text) => text.endsWith(operand);
  if (operator === 'wildcard') return wildcardTest(key, operand);
  const expected = operand.toLowerCase();
  return (text) => text.toLowerCase() === expected;
}

const NEGATED = new Set(['prefix', 'suffix', 'wildcard', 'equals-ignore-case']);

/** Any value but those listed, or but those that an operator inside matches. Of a list, one such member is enough. */
function anythingBut(key: string, operand: Json): (candidate: Candidate) => boolean {
  if (!isObject(operand)) {
    const denied = literals(key, operand).map(equals);
    return (candidate) => !denied.some((isDenied) => isDenied(candidate));
  }
  const [operator = '', inner = null] = onlyEntry(key, operand);
  if (!NEGATED.has(operator)) throw invalidPolicy(`'${key}': anything-but does not take '${operator}'`);
  const denied = (Array.isArray(inner) ? inner : [inner]).map((value) => stringTest(key, operator, value));
  return (candidate) => !denied.some((isDenied) => isDenied(candidate));
}

function literals(key: string, operand: Json): readonly (string | number)[] {
  const values = Array.isArray(operand) ? (operand as readonly Json[]) : [operand];
  const types = new Set(values.map((value) => typeof value));
  if (values.length === 0 || types.size > 1 || !(types.has('string') || types.has('number'))) {
    throw invalidPolicy(`'${key}': anything-but must be strings or numbers, at least one and not both`);
  }
  return values as readonly (string | number)[];
}

function onlyEntry(key: string, value: JsonObject): readonly [string?, Json?] {
  const entries = Object.entries(value);
  if (entries.length !== 1) throw invalidPolicy(`'${key}' must hold one operator per object, got ${entries.length}`);
  return entries[0] ?? [];
}
