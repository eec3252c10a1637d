import { type DocumentPath, readPath } from './document-path.ts';
import { type Operand, readOperand } from './operand.ts';
import type { TokenReader } from './token-reader.ts';

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A parsed condition, filter or key condition. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'compare'; readonly comparator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly operand: Operand; readonly choices: readonly Operand[] }
  | { readonly kind: 'exists'; readonly path: DocumentPath; readonly isExpected: boolean }
  | {
      readonly kind: 'function';
      readonly name: 'attribute_type' | 'begins_with' | 'contains';
      readonly operand: Operand;
      readonly argument: Operand;
    };

const COMPARATORS: ReadonlySet<string> = new Set<Comparator>(['=', '<>', '<', '<=', '>', '>=']);
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html: operands of IN. */
const MAX_CHOICES = 100;

/**
 * Reads a condition: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html.
 * OR binds weakest, then AND, then NOT.
 */
export function readCondition(reader: TokenReader): Condition {
  return joined('or', 'OR', reader, () => joined('and', 'AND', reader, () => readTerm(reader)));
}

function joined(kind: 'and' | 'or', keyword: string, reader: TokenReader, read: () => Condition): Condition {
  const first = read();
  if (!reader.isKeyword(keyword)) return first;
  const conditions = [first];
  while (reader.takesKeyword(keyword)) conditions.push(read());
  return { kind, conditions };
}

function readTerm(reader: TokenReader): Condition {
  if (reader.takesKeyword('NOT')) return { kind: 'not', condition: readTerm(reader) };
  if (reader.takesSymbol('(')) {
    const condition = readCondition(reader);
    reader.expectSymbol(')');
    return condition;
  }
  const isFunction = reader.token.kind === 'name' && reader.isFollowedBy('(') && reader.token.text !== 'size';
  return isFunction ? readFunction(reader) : readComparison(reader);
}

function readFunction(reader: TokenReader): Condition {
  const name = reader.take().text;
  reader.expectSymbol('(');
  const condition = functionNamed(name, reader);
  reader.expectSymbol(')');
  return condition;
}

function functionNamed(name: string, reader: TokenReader): Condition {
  switch (name) {
    case 'attribute_exists':
    case 'attribute_not_exists':
      return { kind: 'exists', path: readPath(reader), isExpected: name === 'attribute_exists' };
    case 'attribute_type':
    case 'begins_with':
    case 'contains': {
      const operand = readOperand(reader);
      reader.expectSymbol(',');
      return { kind: 'function', name, operand, argument: readOperand(reader) };
    }
    default:
      throw reader.problem(`Invalid function name; function: ${name}`);
  }
}

function readComparison(reader: TokenReader): Condition {
  const operand = readOperand(reader);
  if (reader.takesKeyword('BETWEEN')) {
    const low = readOperand(reader);
    reader.expectKeyword('AND');
    return { kind: 'between', operand, low, high: readOperand(reader) };
  }
  if (reader.takesKeyword('IN')) return { kind: 'in', operand, choices: readChoices(reader) };
  if (!COMPARATORS.has(reader.token.text)) throw reader.syntaxError();
  const comparator = reader.take().text as Comparator;
  return { kind: 'compare', comparator, left: operand, right: readOperand(reader) };
}

function readChoices(reader: TokenReader): readonly Operand[] {
  reader.expectSymbol('(');
  const choices = [readOperand(reader)];
  while (reader.takesSymbol(',')) choices.push(readOperand(reader));
  reader.expectSymbol(')');
  if (choices.length > MAX_CHOICES) {
    throw reader.problem(`The IN operator is provided with too many operands; number of operands: ${choices.length}`);
  }
  return choices;
}
