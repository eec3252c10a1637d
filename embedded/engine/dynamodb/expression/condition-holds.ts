import { typeOf } from '../item.ts';
import { areEqual, compareValues, setHas } from '../value-order.ts';
import type { Comparator, Condition } from './condition.ts';
import { resolvedPath, valueAt } from './document-path.ts';
import { operandValue, type Scope } from './operand.ts';

/** Whether a condition holds. What is missing, or has another type than the condition wants, makes a comparison false. */
export function conditionHolds(condition: Condition, scope: Scope): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.conditions.every((part) => conditionHolds(part, scope));
    case 'or':
      return condition.conditions.some((part) => conditionHolds(part, scope));
    case 'not':
      return !conditionHolds(condition.condition, scope);
    case 'compare':
      return compares(condition.comparator, operandValue(condition.left, scope), operandValue(condition.right, scope));
    case 'between': {
      const value = operandValue(condition.operand, scope);
      return (
        compares('>=', value, operandValue(condition.low, scope)) &&
        compares('<=', value, operandValue(condition.high, scope))
      );
    }
    case 'in': {
      const value = operandValue(condition.operand, scope);
      return condition.choices.some((choice) => compares('=', value, operandValue(choice, scope)));
    }
    case 'exists':
      return (valueAt(scope.item, resolvedPath(condition.path, scope.names)) !== undefined) === condition.isExpected;
    case 'function':
      return FUNCTIONS[condition.name](operandValue(condition.operand, scope), operandValue(condition.argument, scope));
  }
}

function compares(comparator: Comparator, left: unknown, right: unknown): boolean {
  // A missing value is different from every other; two missing ones compare as nothing.
  if (comparator === '<>') return !compares('=', left, right);
  if (left === undefined || right === undefined) return false;
  if (comparator === '=') return areEqual(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  switch (comparator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

const FUNCTIONS = {
  attribute_type: (value: unknown, type: unknown) => value !== undefined && typeOf(value) === type,
  begins_with: beginsWith,
  contains: (value: unknown, element: unknown) => contains(value, element),
} as const;

function beginsWith(value: unknown, prefix: unknown): boolean {
  if (typeof value === 'string') return typeof prefix === 'string' && value.startsWith(prefix);
  if (value instanceof Uint8Array && prefix instanceof Uint8Array) {
    return areEqual(value.subarray(0, prefix.length), prefix);
  }
  return false;
}

function contains(value: unknown, element: unknown): boolean {
  if (element === undefined) return false;
  if (typeof value === 'string') return typeof element === 'string' && value.includes(element);
  if (value instanceof Set) return setHas(value, element);
  return Array.isArray(value) && value.some((candidate) => areEqual(candidate, element));
}
