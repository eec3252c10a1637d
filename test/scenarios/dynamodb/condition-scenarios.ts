import { codeOf, type Scenario } from '../scenario.ts';
import type { DataServices } from './data-services.ts';

const OPERATORS =
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html';
const CONDITIONS =
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html';
const RESERVED = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html';

const ITEM = {
  pk: 'a',
  note: 'hello',
  amount: 5,
  yes: true,
  nothing: null,
  parts: ['x', { deep: 1 }],
  doc: { core: { leaf: 'v' } },
  tags: new Set(['red', 'blue']),
  bytes: Uint8Array.of(1, 2, 3),
};

/** Which of the conditions hold for {@link ITEM}; an error's code for those that are refused. */
const holding = (conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>) =>
  async function run({ dynamoDb, table: tableName }: DataServices): Promise<readonly string[]> {
    await dynamoDb.putItem({ tableName, item: ITEM });
    const seen: string[] = [];
    for (const [conditionExpression, values] of Object.entries(conditions)) {
      const expressionAttributeValues = Object.keys(values).length === 0 ? undefined : values;
      const check = { tableName, key: { pk: 'a' }, conditionExpression, expressionAttributeValues };
      const code = await codeOf(dynamoDb.updateItem({ ...check, updateExpression: 'REMOVE unheard_of' }));
      seen.push(`${conditionExpression}: ${code === 'ok' ? 'holds' : code}`);
    }
    return seen;
  };

const FAILS = 'ConditionalCheckFailedException';

/** Conditions: operators, functions, and what is refused. */
export const conditionScenarios: readonly Scenario<DataServices>[] = [
  {
    name: 'comparisons are by type and value, and a missing value compares with nothing',
    page: OPERATORS,
    run: holding({
      'note = :v': { ':v': 'hello' },
      'amount = :v': { ':v': '5' },
      'amount > :v': { ':v': 4 },
      'amount >= :low': { ':low': 6 },
      'lacking < :v': { ':v': 5 },
      'lacking <> :v': { ':v': 5 },
      'yes <> :v': { ':v': false },
      'nothing = :v': { ':v': null },
      'doc = :v': { ':v': { core: { leaf: 'v' } } },
      'tags = :v': { ':v': new Set(['blue', 'red']) },
    }),
    sees: [
      'note = :v: holds',
      `amount = :v: ${FAILS}`,
      'amount > :v: holds',
      `amount >= :low: ${FAILS}`,
      `lacking < :v: ${FAILS}`,
      'lacking <> :v: holds',
      'yes <> :v: holds',
      'nothing = :v: holds',
      'doc = :v: holds',
      'tags = :v: holds',
    ],
  },
  {
    name: 'BETWEEN includes its bounds, and IN is equality with one of a list',
    page: OPERATORS,
    run: holding({
      'amount BETWEEN :low AND :high': { ':low': 5, ':high': 6 },
      'amount BETWEEN :a AND :b': { ':a': 6, ':b': 7 },
      'note IN (:x, :y)': { ':x': 'nope', ':y': 'hello' },
      'amount IN (:x)': { ':x': '5' },
    }),
    sees: [
      'amount BETWEEN :low AND :high: holds',
      `amount BETWEEN :a AND :b: ${FAILS}`,
      'note IN (:x, :y): holds',
      `amount IN (:x): ${FAILS}`,
    ],
  },
  {
    name: 'functions look at existence, type, prefix, content and size',
    page: OPERATORS,
    run: holding({
      'attribute_exists(doc.core.leaf)': {},
      'attribute_not_exists(parts[2])': {},
      'attribute_exists(parts[1].deep)': {},
      'attribute_type(tags, :t)': { ':t': 'SS' },
      'attribute_type(nothing, :t)': { ':t': 'NULL' },
      'begins_with(note, :p)': { ':p': 'he' },
      'contains(note, :c)': { ':c': 'll' },
      'contains(tags, :c)': { ':c': 'red' },
      'contains(parts, :c)': { ':c': 'x' },
      'contains(parts, :d)': { ':d': { deep: 1 } },
      'size(note) = :n': { ':n': 5 },
      'size(parts) = :n': { ':n': 2 },
      'size(bytes) < :n': { ':n': 3 },
      'size(lacking) = :n': { ':n': 0 },
    }),
    sees: [
      'attribute_exists(doc.core.leaf): holds',
      'attribute_not_exists(parts[2]): holds',
      'attribute_exists(parts[1].deep): holds',
      'attribute_type(tags, :t): holds',
      'attribute_type(nothing, :t): holds',
      'begins_with(note, :p): holds',
      'contains(note, :c): holds',
      'contains(tags, :c): holds',
      'contains(parts, :c): holds',
      'contains(parts, :d): holds',
      'size(note) = :n: holds',
      'size(parts) = :n: holds',
      `size(bytes) < :n: ${FAILS}`,
      `size(lacking) = :n: ${FAILS}`,
    ],
  },
  {
    name: 'NOT binds stronger than AND, and AND stronger than OR',
    page: `${OPERATORS}#Expressions.OperatorsAndFunctions.Precedence`,
    run: holding({
      'yes = :t OR yes = :f AND amount = :n': { ':t': true, ':f': false, ':n': 0 },
      '(yes = :t OR yes = :f) AND amount = :n': { ':t': true, ':f': false, ':n': 0 },
      'NOT yes = :f AND amount = :n': { ':f': false, ':n': 5 },
      'NOT (yes = :t AND amount = :n)': { ':t': true, ':n': 5 },
    }),
    sees: [
      'yes = :t OR yes = :f AND amount = :n: holds',
      `(yes = :t OR yes = :f) AND amount = :n: ${FAILS}`,
      'NOT yes = :f AND amount = :n: holds',
      `NOT (yes = :t AND amount = :n): ${FAILS}`,
    ],
  },
  {
    name: 'a condition that cannot be read or can never hold is refused before any item is looked at',
    page: CONDITIONS,
    run: holding({
      'status = :v': { ':v': 1 },
      'amount >': {},
      'unheard(amount)': {},
      'amount = :unknown': {},
      'amount = :v': { ':v': 1, ':unused': 2 },
      'amount < :v': { ':v': true },
      'amount = amount': {},
      'amount BETWEEN :high AND :low': { ':low': 1, ':high': 9 },
      'attribute_type(amount, :t)': { ':t': 'NUMBER' },
    }),
    sees: [
      'status = :v: ValidationException',
      'amount >: ValidationException',
      'unheard(amount): ValidationException',
      'amount = :unknown: ValidationException',
      'amount = :v: ValidationException',
      'amount < :v: ValidationException',
      'amount = amount: ValidationException',
      'amount BETWEEN :high AND :low: ValidationException',
      'attribute_type(amount, :t): ValidationException',
    ],
    differs: {
      dynoxide: {
        because: 'it does not check the types of operands before it evaluates',
        sees: [
          'status = :v: ValidationException',
          'amount >: ValidationException',
          'unheard(amount): ValidationException',
          'amount = :unknown: ValidationException',
          'amount = :v: ValidationException',
          `amount < :v: ${FAILS}`,
          'amount = amount: holds',
          'amount BETWEEN :high AND :low: ValidationException',
          `attribute_type(amount, :t): ${FAILS}`,
        ],
      },
    },
  },
  {
    name: 'a reserved word needs a placeholder',
    page: RESERVED,
    async run({ dynamoDb, table: tableName }) {
      const update = (updateExpression: string, expressionAttributeNames?: Record<string, string>) =>
        codeOf(
          dynamoDb.updateItem({
            tableName,
            key: { pk: 'a' },
            updateExpression,
            expressionAttributeNames,
            expressionAttributeValues: { ':v': 1 },
          }),
        );
      return [
        await update('SET ttl = :v'),
        await update('SET Owner = :v'),
        await update('SET #ttl = :v', { '#ttl': 'ttl' }),
        await update('SET ttls = :v'),
      ];
    },
    sees: ['ValidationException', 'ValidationException', 'ok', 'ok'],
  },
  {
    name: 'a failed condition shows the item when it is asked to, and there is one',
    page: 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html',
    async run({ dynamoDb, table: tableName }) {
      await dynamoDb.putItem({ tableName, item: { pk: 'a', tags: new Set(['x']), n: 1 } });
      const itemOf = (call: Promise<unknown>) =>
        call.then(
          () => 'ok',
          (error: { readonly item?: unknown }) => error.item ?? 'none',
        );
      const asked = { returnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
      const absent = { tableName, conditionExpression: 'attribute_not_exists(pk)' };
      const present = { tableName, key: { pk: 'b' }, conditionExpression: 'attribute_exists(pk)' };
      return [
        await itemOf(dynamoDb.putItem({ ...absent, item: { pk: 'a' }, ...asked })),
        await itemOf(dynamoDb.putItem({ ...absent, item: { pk: 'a' } })),
        await itemOf(dynamoDb.deleteItem({ ...present, ...asked })),
      ];
    },
    sees: [{ pk: 'a', tags: new Set(['x']), n: 1 }, 'none', 'none'],
  },
];
