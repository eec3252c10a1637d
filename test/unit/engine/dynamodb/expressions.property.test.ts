import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDatabase } from './opened-database.ts';

/** A condition as text, and what it means for an item of optional small numbers, computed without the engine. */
interface Meant {
  readonly text: string;
  readonly holds: (item: NumberItem) => boolean;
}
type NumberItem = Readonly<Partial<Record<'a' | 'b' | 'c', number>>>;

const COMPARE = {
  '=': (one: number, other: number) => one === other,
  '<': (one: number, other: number) => one < other,
  '<=': (one: number, other: number) => one <= other,
  '>': (one: number, other: number) => one > other,
  '>=': (one: number, other: number) => one >= other,
} as const;

const names = fc.constantFrom('a', 'b', 'c');
const values = fc.integer({ min: 0, max: 4 });
const comparisons = fc.tuple(names, fc.constantFrom(...(Object.keys(COMPARE) as (keyof typeof COMPARE)[])), values).map(
  ([name, operator, value]): Meant => ({
    text: `${name} ${operator} :v${value}`,
    holds: (item) => item[name] !== undefined && COMPARE[operator](item[name], value),
  }),
);
const differences = fc
  .tuple(names, values)
  .map(([name, value]): Meant => ({ text: `${name} <> :v${value}`, holds: (item) => item[name] !== value }));
const existence = fc.tuple(names, fc.boolean()).map(
  ([name, isExpected]): Meant => ({
    text: `attribute_${isExpected ? '' : 'not_'}exists(${name})`,
    holds: (item) => (item[name] !== undefined) === isExpected,
  }),
);
const ranges = fc.tuple(names, values, values).map(([name, one, other]): Meant => {
  const [low, high] = [Math.min(one, other), Math.max(one, other)];
  return {
    text: `${name} BETWEEN :v${low} AND :v${high}`,
    holds: (item) => item[name] !== undefined && item[name] >= low && item[name] <= high,
  };
});
const choices = fc.tuple(names, fc.array(values, { minLength: 1, maxLength: 3 })).map(
  ([name, list]): Meant => ({
    text: `${name} IN (${list.map((value) => `:v${value}`).join(', ')})`,
    holds: (item) => item[name] !== undefined && list.includes(item[name]),
  }),
);

const { condition } = fc.letrec<{ condition: Meant }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    comparisons,
    differences,
    existence,
    ranges,
    choices,
    tie('condition').map(({ text, holds }) => ({ text: `NOT (${text})`, holds: (item: NumberItem) => !holds(item) })),
    fc.tuple(tie('condition'), tie('condition')).map(([one, other]) => ({
      text: `(${one.text}) AND (${other.text})`,
      holds: (item: NumberItem) => one.holds(item) && other.holds(item),
    })),
    fc.tuple(tie('condition'), tie('condition')).map(([one, other]) => ({
      text: `(${one.text}) OR (${other.text})`,
      holds: (item: NumberItem) => one.holds(item) || other.holds(item),
    })),
  ),
}));
const items = fc.record({ a: values, b: values, c: values }, { requiredKeys: [] });

/** Only the placeholders that the text uses: DynamoDB refuses others. */
const valuesOf = (text: string) => {
  const used = [...new Set(text.match(/:v\d/g))];
  return used.length === 0 ? undefined : Object.fromEntries(used.map((name) => [name, Number(name.slice(2))]));
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html */
describe('expressions', () => {
  it('hold as conditions and match as filters when their meaning says so', () => {
    fc.assert(
      fc.property(condition, items, ({ text, holds }, item) => {
        const { database } = openDatabase();
        database.putItem({ tableName: 'orders', item: { pk: 'x', ...item } });
        const expressionAttributeValues = valuesOf(text);
        const update = { tableName: 'orders', key: { pk: 'x' }, conditionExpression: text, expressionAttributeValues };
        const { count } = database.scan({ tableName: 'orders', filterExpression: text, expressionAttributeValues });

        expect(count).toBe(holds(item) ? 1 : 0);
        if (holds(item)) expect(database.updateItem(update)).toEqual({});
        else expect(() => database.updateItem(update)).toThrow('The conditional request failed');
      }),
      { numRuns: 300 },
    );
  });

  it('leave behind what their actions say, whatever their order', () => {
    const actions = fc.uniqueArray(
      fc.record({
        name: fc.constantFrom('a', 'b', 'c', 'd'),
        kind: fc.constantFrom('SET', 'ADD', 'REMOVE'),
        value: values,
      }),
      { selector: ({ name }) => name, minLength: 1 },
    );
    fc.assert(
      fc.property(items, actions, (item, list) => {
        const { database } = openDatabase();
        database.putItem({ tableName: 'orders', item: { pk: 'x', ...item } });
        const write = { SET: '=', ADD: '', REMOVE: undefined } as const;
        const clauses = Map.groupBy(list, ({ kind }) => kind);
        const text = [...clauses].map(([kind, ofKind]) => {
          const sign = write[kind as keyof typeof write];
          const parts = ofKind.map(({ name, value }) => (sign === undefined ? name : `${name} ${sign} :v${value}`));
          return `${kind} ${parts.join(', ')}`;
        });
        const updateExpression = text.join(' ');

        const { attributes } = database.updateItem({
          tableName: 'orders',
          key: { pk: 'x' },
          updateExpression,
          expressionAttributeValues: valuesOf(updateExpression),
          returnValues: 'ALL_NEW',
        });

        const expected: Record<string, unknown> = { pk: 'x', ...item };
        for (const { name, kind, value } of list) {
          if (kind === 'REMOVE') delete expected[name];
          else expected[name] = kind === 'SET' ? value : Number(expected[name] ?? 0) + value;
        }
        expect(attributes).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('that are no expressions are refused, and nothing else happens', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const { database } = openDatabase();
        database.putItem({ tableName: 'orders', item: { pk: 'x', n: 1 } });
        const codes = [
          () => database.updateItem({ tableName: 'orders', key: { pk: 'x' }, updateExpression: text }),
          () => database.deleteItem({ tableName: 'orders', key: { pk: 'y' }, conditionExpression: text }),
          () => database.scan({ tableName: 'orders', filterExpression: text }),
          () => database.scan({ tableName: 'orders', projectionExpression: text }),
        ].map((call) => {
          try {
            call();
            return 'ok';
          } catch (error) {
            return (error as { code?: string }).code;
          }
        });

        for (const code of codes) {
          expect(['ok', 'ValidationException', 'ConditionalCheckFailedException']).toContain(code);
        }
      }),
      { numRuns: 500 },
    );
  });
});
