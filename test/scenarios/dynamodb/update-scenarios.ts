import { codeOf, type Scenario } from '../scenario.ts';
import type { DataServices } from './data-services.ts';

const UPDATES = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html';
const UPDATE_ITEM = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html';

type Values = Readonly<Record<string, unknown>>;

/** The item after each update in turn, or the code of the error. */
const after = (item: Values | undefined, updates: readonly (readonly [expression: string, values?: Values])[]) =>
  async function run({ dynamoDb, table: tableName }: DataServices): Promise<readonly unknown[]> {
    if (item !== undefined) await dynamoDb.putItem({ tableName, item: { pk: 'a', ...item } });
    const seen: unknown[] = [];
    for (const [updateExpression, expressionAttributeValues] of updates) {
      const update = { tableName, key: { pk: 'a' }, updateExpression, expressionAttributeValues };
      const code = await codeOf(dynamoDb.updateItem(update));
      const read = await dynamoDb.getItem({ tableName, key: { pk: 'a' }, consistentRead: true });
      seen.push(code === 'ok' ? read.item : code);
    }
    return seen;
  };

/** Updates: actions, functions, and what they answer. */
export const updateScenarios: readonly Scenario<DataServices>[] = [
  {
    name: 'SET writes values, sums, defaults and longer lists, each from the item as it was',
    page: UPDATES,
    run: after({ n: 1, parts: ['b'] }, [
      ['SET n = n + :two, m = n, fresh = if_not_exists(fresh, :zero)', { ':two': 2, ':zero': 0 }],
      ['SET n = n - :one, fresh = if_not_exists(n, :one)', { ':one': 1 }],
      ['SET parts = list_append(:front, parts)', { ':front': ['a'] }],
      ['SET parts = list_append(if_not_exists(parts, :front), :front)', { ':front': ['a'] }],
    ]),
    sees: [
      { pk: 'a', n: 3, m: 1, fresh: 0, parts: ['b'] },
      { pk: 'a', n: 2, m: 1, fresh: 3, parts: ['b'] },
      { pk: 'a', n: 2, m: 1, fresh: 3, parts: ['a', 'b'] },
      { pk: 'a', n: 2, m: 1, fresh: 3, parts: ['a', 'b', 'a'] },
    ],
  },
  {
    name: 'SET reaches into maps and lists, and an index behind the end appends',
    page: UPDATES,
    run: after({ doc: { core: { leaf: 1 } }, parts: [0, 1] }, [
      ['SET doc.core.leaf = :v, doc.rest = :v', { ':v': 2 }],
      ['SET parts[1] = :v, parts[9] = :v', { ':v': 'x' }],
      ['SET absent.leaf = :v', { ':v': 2 }],
      ['SET parts.leaf = :v', { ':v': 2 }],
    ]),
    sees: [
      { pk: 'a', doc: { core: { leaf: 2 }, rest: 2 }, parts: [0, 1] },
      { pk: 'a', doc: { core: { leaf: 2 }, rest: 2 }, parts: [0, 'x', 'x'] },
      'ValidationException',
      'ValidationException',
    ],
    differs: {
      dynoxide: {
        because: 'it fills the gap in front of an index behind the end',
        sees: [
          { pk: 'a', doc: { core: { leaf: 2 }, rest: 2 }, parts: [0, 1] },
          { pk: 'a', doc: { core: { leaf: 2 }, rest: 2 }, parts: [0, 'x', ...Array(7).fill(null), 'x'] },
          'ValidationException',
          'ValidationException',
        ],
      },
    },
  },
  {
    name: 'REMOVE takes attributes and elements away by their positions before the update',
    page: UPDATES,
    run: after({ parts: [0, 1, 2, 3], doc: { x: 1, y: 2 } }, [
      ['REMOVE parts[0], parts[2], doc.x, absent'],
      ['REMOVE parts[7]'],
      ['REMOVE doc, parts'],
    ]),
    sees: [{ pk: 'a', parts: [1, 3], doc: { y: 2 } }, { pk: 'a', parts: [1, 3], doc: { y: 2 } }, { pk: 'a' }],
    differs: {
      dynoxide: {
        because: 'it removes one element after another, so that positions shift in between',
        sees: [{ pk: 'a', parts: [1, 2], doc: { y: 2 } }, { pk: 'a', parts: [1, 2], doc: { y: 2 } }, { pk: 'a' }],
      },
    },
  },
  {
    name: 'ADD counts up and enlarges sets, DELETE makes sets smaller until they are gone',
    page: UPDATES,
    run: after({ tags: new Set(['x']) }, [
      ['ADD n :five, tags :more', { ':five': 5, ':more': new Set(['y', 'x']) }],
      ['ADD n :minus', { ':minus': -7 }],
      ['DELETE tags :some', { ':some': new Set(['x', 'z']) }],
      ['DELETE tags :some', { ':some': new Set(['y']) }],
      ['ADD n :text', { ':text': 'x' }],
    ]),
    sees: [
      { pk: 'a', n: 5, tags: new Set(['x', 'y']) },
      { pk: 'a', n: -2, tags: new Set(['x', 'y']) },
      { pk: 'a', n: -2, tags: new Set(['y']) },
      { pk: 'a', n: -2 },
      'ValidationException',
    ],
  },
  {
    name: 'an update that cannot be read, overlaps itself or touches the key is refused',
    page: UPDATES,
    run: after({ doc: {}, n: 1 }, [
      ['SET doc = :v, doc.x = :v', { ':v': {} }],
      ['SET n = :v SET m = :v', { ':v': 1 }],
      ['SET pk = :v', { ':v': 'b' }],
      ['SET n = absent', undefined],
      ['SET n = n + :v', { ':v': 'x' }],
      ['INCREASE n', undefined],
    ]),
    sees: Array(6).fill('ValidationException'),
  },
  {
    name: 'an update creates the item that it does not find',
    page: UPDATE_ITEM,
    async run(services) {
      const created = await after(undefined, [['SET n = :v', { ':v': 1 }]])(services);
      const { dynamoDb, table: tableName } = services;
      await dynamoDb.updateItem({ tableName, key: { pk: 'bare' } });
      const { item } = await dynamoDb.getItem({ tableName, key: { pk: 'bare' }, consistentRead: true });
      return [...created, item];
    },
    sees: [{ pk: 'a', n: 1 }, { pk: 'bare' }],
  },
  {
    name: 'an update answers with the attributes before or after it, all or those it names',
    page: UPDATE_ITEM,
    async run({ dynamoDb, table: tableName }) {
      await dynamoDb.putItem({ tableName, item: { pk: 'a', n: 0, rest: 'o' } });
      const update = async (returnValues: 'NONE' | 'ALL_OLD' | 'UPDATED_OLD' | 'ALL_NEW' | 'UPDATED_NEW') =>
        (
          await dynamoDb.updateItem({
            tableName,
            key: { pk: 'a' },
            updateExpression: 'SET n = n + :one',
            expressionAttributeValues: { ':one': 1 },
            returnValues,
          })
        ).attributes ?? 'none';
      return [
        await update('NONE'),
        await update('ALL_OLD'),
        await update('UPDATED_OLD'),
        await update('ALL_NEW'),
        await update('UPDATED_NEW'),
      ];
    },
    sees: ['none', { pk: 'a', n: 1, rest: 'o' }, { n: 2 }, { pk: 'a', n: 4, rest: 'o' }, { n: 5 }],
  },
];
