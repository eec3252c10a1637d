import type { Candidate } from './condition.ts';
import { invalidPolicy, type Json } from './filter-policy.ts';

/** Values are of -1 to 1 billion, with five digits after the decimal point. */
const LIMIT = 1e9;
const SCALE = 1e5;

const scaled = (value: number): number => Math.round(value * SCALE);

export const isSameNumber = (expected: number, candidate: Candidate): boolean =>
  typeof candidate === 'number' && scaled(candidate) === scaled(expected);

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/**
 * Reads `numeric`: one comparison, or a lower and an upper bound.
 * https://docs.aws.amazon.com/sns/latest/dg/numeric-value-matching.html
 *
 * @throws ServiceError `InvalidParameter`.
 */
export function numericTest(key: string, operand: Json): (candidate: Candidate) => boolean {
  const comparisons = readComparisons(key, operand);
  if (comparisons.length === 2 && !isRange(comparisons)) {
    throw invalidPolicy(`'${key}': numeric with two comparisons must be > or >= a bound and < or <= a larger one`);
  }
  return (candidate) =>
    typeof candidate === 'number' &&
    Math.abs(candidate) <= LIMIT &&
    comparisons.every(({ operator, bound }) => COMPARISONS[operator]?.(scaled(candidate), scaled(bound)));
}

interface Comparison {
  readonly operator: string;
  readonly bound: number;
}

function readComparisons(key: string, operand: Json): readonly Comparison[] {
  const parts = Array.isArray(operand) ? (operand as readonly Json[]) : [];
  if (parts.length !== 2 && parts.length !== 4) {
    throw invalidPolicy(`'${key}': numeric must list one or two comparisons, each an operator and a number`);
  }
  const comparisons: Comparison[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const [operator, bound] = [parts[index], parts[index + 1]];
    if (typeof operator !== 'string' || !Object.hasOwn(COMPARISONS, operator)) {
      throw invalidPolicy(`'${key}': numeric must use =, <, <=, > or >=, got ${JSON.stringify(operator)}`);
    }
    if (typeof bound !== 'number' || Math.abs(bound) > LIMIT) {
      throw invalidPolicy(`'${key}': numeric must compare with -1e9 to 1e9, got ${JSON.stringify(bound)}`);
    }
    comparisons.push({ operator, bound });
  }
  return comparisons;
}

/** Whether the second comparison is an upper bound above the first, a lower one. */
function isRange([lower, upper]: readonly Comparison[]): boolean {
  if (lower === undefined || upper === undefined) return false;
  return lower.operator.startsWith('>') && upper.operator.startsWith('<') && lower.bound < upper.bound;
}
