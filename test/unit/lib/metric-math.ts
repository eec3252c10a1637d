/** Values of a metric by period; undefined where CloudWatch has none. */
export type Series = readonly (number | undefined)[];

type Evaluate = (period: number) => number | undefined;

const TOKEN = /\s*(\d+(?:\.\d+)?|[A-Za-z]\w*|>=|<=|==|[-+*/(),<>[\]])/gy;
const PRECEDENCE: readonly (readonly string[])[] = [['AND'], ['>', '<', '>=', '<=', '=='], ['+', '-'], ['*', '/']];

const OPERATIONS: Readonly<Record<string, (left: number, right: number) => number>> = {
  AND: (left, right) => Number(left !== 0 && right !== 0),
  '>': (left, right) => Number(left > right),
  '<': (left, right) => Number(left < right),
  '>=': (left, right) => Number(left >= right),
  '<=': (left, right) => Number(left <= right),
  '==': (left, right) => Number(left === right),
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

/** The word that tells FILL to repeat the value before the gap. */
const REPEAT: Evaluate = () => undefined;

const latest = (value: Evaluate | undefined, period: number): number | undefined =>
  period < 0 ? undefined : (value?.(period) ?? latest(value, period - 1));

/** A function's arguments; those in an array literal each for itself. */
const FUNCTIONS: Readonly<Record<string, (args: readonly Evaluate[]) => Evaluate>> = {
  FILL:
    ([value, otherwise]) =>
    (period) =>
      otherwise === REPEAT ? latest(value, period) : (value?.(period) ?? otherwise?.(period)),
  MAX: (values) => (period) => {
    const known = values.map((value) => value(period)).filter((value) => value !== undefined);
    return known.length === 0 ? undefined : Math.max(...known);
  },
  DIFF:
    ([value]) =>
    (period) => {
      const [now, before] = [value?.(period), period === 0 ? undefined : value?.(period - 1)];
      return now === undefined || before === undefined ? undefined : now - before;
    },
  IF:
    ([condition, then, otherwise]) =>
    (period) => {
      const holds = condition?.(period);
      return holds === undefined ? undefined : (holds === 0 ? otherwise : then)?.(period);
    },
};

/**
 * Reads the part of CloudWatch's metric math that Fanout's alarms use, with its rule for missing data: nothing comes of
 * nothing. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 *
 * @throws Error at what it does not know.
 */
export function metricMath(expression: string, operand: (name: string) => Evaluate): Evaluate {
  const tokens = [...expression.matchAll(TOKEN)].map(([, token = '']) => token);
  if (tokens.join('') !== expression.replaceAll(/\s/g, '')) {
    throw new Error(`cannot read ${expression}`);
  }
  const next = (): string => tokens[0] ?? '';
  const take = (expected?: string): string => {
    const token = tokens.shift() ?? '';
    if (expected !== undefined && token !== expected) {
      throw new Error(`expected ${expected}, got ${token} in ${expression}`);
    }
    return token;
  };
  const binary = (level: number): Evaluate => {
    const operators = PRECEDENCE[level];
    if (operators === undefined) {
      return primary();
    }
    let left = binary(level + 1);
    while (operators.includes(next())) {
      const [operate, before, right] = [OPERATIONS[take()], left, binary(level + 1)];
      left = (period) => {
        const [a, b] = [before(period), right(period)];
        return a === undefined || b === undefined ? undefined : operate?.(a, b);
      };
    }
    return left;
  };
  const list = (end: string): Evaluate[] => {
    const values = [binary(0)];
    while (next() === ',') {
      take();
      values.push(binary(0));
    }
    take(end);
    return values;
  };
  const array = (): Evaluate[] => {
    take('[');
    const values = list(']');
    take(')');
    return values;
  };
  const primary = (): Evaluate => {
    const token = take();
    if (token === '(') {
      const inner = binary(0);
      take(')');
      return inner;
    }
    if (next() === '(') {
      const call = FUNCTIONS[token];
      if (call === undefined) {
        throw new Error(`no function ${token} here`);
      }
      take();
      const args = next() === '[' ? array() : list(')');
      return call(args);
    }
    if (token === 'REPEAT') {
      return REPEAT;
    }
    return /^\d/.test(token) ? () => Number(token) : operand(token);
  };
  const evaluate = binary(0);
  take('');
  return evaluate;
}
