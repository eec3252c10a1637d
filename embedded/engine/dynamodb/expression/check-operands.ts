import { type AttributeType, type Item, typeOf } from '../item.ts';
import { invalid } from '../validation-error.ts';
import { areEqual, compareValues } from '../value-order.ts';
import type { Condition } from './condition.ts';
import type { Operand } from './operand.ts';
import type { Parsed } from './parse.ts';

const ORDERED: readonly AttributeType[] = ['S', 'N', 'B'];
const TYPES: readonly unknown[] = ['S', 'N', 'B', 'BOOL', 'NULL', 'L', 'M', 'SS', 'NS', 'BS'];

/**
 * Refuses a condition that can never hold because of the values that the request gives, as DynamoDB does before it looks
 * at any item.
 *
 * @throws {ServiceError} `ValidationException`.
 */
export function checkOperands({ kind, content }: Parsed<Condition>, values: Item | undefined): void {
  check(content, values, (problem) => invalid(`Invalid ${kind}: ${problem}`));
}

function check(condition: Condition, values: Item | undefined, problem: (text: string) => Error): void {
  const given = (operand: Operand): unknown => (operand.kind === 'value' ? values?.[operand.placeholder] : undefined);
  const assertType = (operator: string, operand: Operand, allowed: readonly AttributeType[]): void => {
    const value = given(operand);
    if (value !== undefined && !allowed.includes(typeOf(value))) {
      throw problem(
        `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${typeOf(value)}`,
      );
    }
  };
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const part of condition.conditions) check(part, values, problem);
      return;
    case 'not':
      check(condition.condition, values, problem);
      return;
    case 'compare': {
      const { comparator, left, right } = condition;
      if (comparator !== '=' && comparator !== '<>') {
        for (const operand of [left, right]) assertType(comparator, operand, ORDERED);
      }
      if (left.kind === 'path' && right.kind === 'path' && areEqual(left.path, right.path)) {
        throw problem(
          `The first operand must be distinct from the remaining operands for this operator or function; operator: ${comparator}, first operand: [${left.path.join(', ')}]`,
        );
      }
      return;
    }
    case 'between': {
      const { low, high } = condition;
      for (const operand of [low, high]) assertType('BETWEEN', operand, ORDERED);
      const order = compareValues(given(low), given(high));
      if (order !== undefined && order > 0) {
        throw problem(
          'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand is greater',
        );
      }
      return;
    }
    case 'function':
      if (condition.name === 'begins_with') assertType('begins_with', condition.argument, ['S', 'B']);
      if (condition.name === 'attribute_type') {
        assertType('attribute_type', condition.argument, ['S']);
        const type = given(condition.argument);
        if (type !== undefined && !TYPES.includes(type)) {
          throw problem(`Invalid attribute type name found; type: ${type}, valid types: {${TYPES.join(',')}}`);
        }
      }
      return;
    default:
      return;
  }
}
