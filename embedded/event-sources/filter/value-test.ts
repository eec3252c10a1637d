import { isJsonObject } from '../../json.ts';
import { invalidParameter } from '../parameters.ts';

/** Tells whether one value matches one alternative of a pattern; undefined stands for a missing value. */
export type ValueTest = (value: unknown) => boolean;

type Scalar = string | number | boolean | null;

const COMPARISONS: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

const OPERATORS: Readonly<Record<string, (operand: unknown) => ValueTest | undefined>> = {
  prefix: (operand) => textTest(operand, (value, text) => value.startsWith(text)),
  suffix: (operand) => textTest(operand, (value, text) => value.endsWith(text)),
  'equals-ignore-case': (operand) => textTest(operand, (value, text) => value.toLowerCase() === text.toLowerCase()),
  exists: (operand) => (typeof operand === 'boolean' ? (value) => (value !== undefined) === operand : undefined),
  numeric: (operand) => (Array.isArray(operand) ? numericTest(operand) : undefined),
  'anything-but': (operand) => anythingBut(operand),
};

/**
 * Compiles one alternative: a value that must be equal, or an object with one operator.
 *
 * @throws {ServiceError} `InvalidParameterValueException` for an operator or operand that is not run.
 */
export function valueTest(alternative: unknown, path: string): ValueTest {
  if (isScalar(alternative)) return (value) => value === alternative;
  const [operator, ...more] = isJsonObject(alternative) ? Object.entries(alternative) : [];
  const test = operator && more.length === 0 ? OPERATORS[operator[0]]?.(operator[1]) : undefined;
  if (test !== undefined) return test;
  throw invalidParameter(
    `Pattern at ${path} must be a value or one of ${Object.keys(OPERATORS).join(', ')}, got ${JSON.stringify(alternative)}`,
  );
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function textTest(operand: unknown, test: (value: string, operand: string) => boolean): ValueTest | undefined {
  return typeof operand === 'string' ? (value) => typeof value === 'string' && test(value, operand) : undefined;
}

/** `[">", 0, "<=", 10]`: comparisons that must all hold. */
function numericTest(operands: readonly unknown[]): ValueTest | undefined {
  if (operands.length === 0 || operands.length % 2 === 1) return undefined;
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < operands.length; index += 2) {
    const compare = COMPARISONS[String(operands[index])];
    const limit = operands[index + 1];
    if (compare === undefined || typeof limit !== 'number') return undefined;
    tests.push((value) => compare(value, limit));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

/** A missing value does not match: there is nothing that could be different. */
function anythingBut(operand: unknown): ValueTest | undefined {
  const excluded: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (excluded.length === 0 || excluded.some((value) => !isScalar(value))) return undefined;
  return (value) => value !== undefined && !excluded.includes(value);
}
