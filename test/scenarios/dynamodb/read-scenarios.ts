import { codeOf, type Scenario } from '../scenario.ts';
import type { DataServices } from './data-services.ts';
import { onDynamoDbLocal } from './on-dynamodb-local.ts';

const QUERY = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.html';
const KEY_CONDITIONS =
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html';
const BATCH_WRITE = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html';

/** Puts items `{ pk: 'a', sk, n }` with `n` counting up. */
async function fill({ dynamoDb, sorted }: DataServices, sortKeys: readonly string[]): Promise<void> {
  for (const [n, sk] of sortKeys.entries()) await dynamoDb.putItem({ tableName: sorted, item: { pk: 'a', sk, n } });
}

/** Queries, scans, projections and batches. */
export const readScenarios: readonly Scenario<DataServices>[] = [
  {
    name: 'a query orders by the bytes of the sort key, either way',
    page: QUERY,
    async run(services) {
      await fill(services, ['b', 'a', 'B', '10', '9', 'ä', '\u{1f600}', '\u{ff5e}']);
      const query = async (scanIndexForward: boolean) => {
        const { items = [] } = await services.dynamoDb.query({
          tableName: services.sorted,
          keyConditionExpression: 'pk = :pk',
          expressionAttributeValues: { ':pk': 'a' },
          scanIndexForward,
          consistentRead: true,
        });
        return items.map(({ sk }) => sk).join(' ');
      };
      return [await query(true), await query(false)];
    },
    sees: ['10 9 B a b ä \u{ff5e} \u{1f600}', '\u{1f600} \u{ff5e} ä b a B 9 10'],
  },
  {
    name: 'a key condition takes the partition key and one range of the sort key',
    page: KEY_CONDITIONS,
    async run(services) {
      await fill(services, ['a1', 'a2', 'b1', 'c1']);
      const query = async (condition: string, values: Readonly<Record<string, unknown>>) => {
        const call = services.dynamoDb.query({
          tableName: services.sorted,
          keyConditionExpression: condition,
          expressionAttributeValues: { ':pk': 'a', ...values },
        });
        return call.then(
          ({ items = [] }) => items.map(({ sk }) => sk).join(' '),
          ({ code }) => code,
        );
      };
      return [
        await query('pk = :pk AND begins_with(sk, :s)', { ':s': 'a' }),
        await query('pk = :pk AND sk BETWEEN :low AND :high', { ':low': 'a2', ':high': 'b9' }),
        await query('sk > :s AND pk = :pk', { ':s': 'a2' }),
        await query('pk = :pk AND sk = :s', { ':s': 'c1' }),
        await query('pk = :pk AND sk <> :s', { ':s': 'c1' }),
        await query('pk > :pk', {}),
        await query('sk = :pk', {}),
        await query('pk = :pk AND n = :s', { ':s': 1 }),
      ];
    },
    sees: [
      'a1 a2',
      'a2 b1',
      'b1 c1',
      'c1',
      'ValidationException',
      'ValidationException',
      'ValidationException',
      'ValidationException',
    ],
  },
  {
    name: 'a limit counts items before the filter, and a page tells where the next one goes on',
    page: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html',
    async run(services) {
      await fill(services, ['1', '2', '3', '4']);
      const pages: unknown[] = [];
      let exclusiveStartKey: Readonly<Record<string, unknown>> | undefined;
      do {
        const page = await services.dynamoDb.query({
          tableName: services.sorted,
          keyConditionExpression: 'pk = :pk',
          filterExpression: 'n > :n',
          expressionAttributeValues: { ':pk': 'a', ':n': 1 },
          limit: 2,
          exclusiveStartKey,
        });
        pages.push([page.items?.map(({ sk }) => sk), page.count, page.scannedCount]);
        exclusiveStartKey = page.lastEvaluatedKey;
      } while (exclusiveStartKey !== undefined);
      return pages;
    },
    sees: [
      [[], 0, 2],
      [['3', '4'], 2, 2],
      [[], 0, 0],
    ],
  },
  {
    name: 'a query of a large partition comes in pages of a megabyte',
    page: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html',
    async run({ dynamoDb, sorted }) {
      for (const sk of ['1', '2', '3', '4', '5']) {
        await dynamoDb.putItem({ tableName: sorted, item: { pk: 'a', sk, body: 'x'.repeat(300_000) } });
      }
      const query = {
        tableName: sorted,
        keyConditionExpression: 'pk = :pk',
        expressionAttributeValues: { ':pk': 'a' },
      };
      const first = await dynamoDb.query(query);
      const second = await dynamoDb.query({ ...query, exclusiveStartKey: first.lastEvaluatedKey });
      return [first.count, first.lastEvaluatedKey, second.count, second.lastEvaluatedKey ?? 'none'];
    },
    sees: [3, { pk: 'a', sk: '3' }, 2, 'none'],
    differs: onDynamoDbLocal({
      because: 'the item that crosses the megabyte is on the page too',
      sees: [4, { pk: 'a', sk: '4' }, 1, 'none'],
    }),
  },
  {
    name: 'a projection keeps the shape round what it names',
    page: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html',
    async run({ dynamoDb, table: tableName }) {
      await dynamoDb.putItem({
        tableName,
        item: { pk: 'a', n: 1, doc: { x: 1, y: { z: 2 } }, parts: ['p', { q: 1, r: 2 }, 's'], status: 'open' },
      });
      const { item } = await dynamoDb.getItem({
        tableName,
        key: { pk: 'a' },
        projectionExpression: 'doc.y.z, parts[2], parts[1].q, absent, #s',
        expressionAttributeNames: { '#s': 'status' },
      });
      return item;
    },
    sees: { doc: { y: { z: 2 } }, parts: [{ q: 1 }, 's'], status: 'open' },
  },
  {
    name: 'keys must be whole, of the right type and not empty',
    page: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html',
    async run({ dynamoDb, sorted: tableName }) {
      return [
        await codeOf(dynamoDb.getItem({ tableName, key: { pk: 'a' } })),
        await codeOf(dynamoDb.getItem({ tableName, key: { pk: 'a', sk: 1 } })),
        await codeOf(dynamoDb.getItem({ tableName, key: { pk: 'a', sk: 'b', more: 1 } })),
        await codeOf(dynamoDb.putItem({ tableName, item: { pk: 'a' } })),
        await codeOf(dynamoDb.putItem({ tableName, item: { pk: '', sk: 'b' } })),
        await codeOf(dynamoDb.putItem({ tableName: 'no-such-table', item: { pk: 'a' } })),
      ];
    },
    sees: [...Array(5).fill('ValidationException'), 'ResourceNotFoundException'],
  },
  {
    name: 'a batch writes each item for itself, without conditions, at most 25, each once',
    page: BATCH_WRITE,
    async run({ dynamoDb, table, sorted }) {
      const put = (pk: string) => ({ putRequest: { item: { pk, sk: 'x' } } });
      await dynamoDb.putItem({ tableName: table, item: { pk: 'gone' } });
      const { unprocessedItems } = await dynamoDb.batchWriteItem({
        requestItems: {
          [table]: [{ deleteRequest: { key: { pk: 'gone' } } }, { deleteRequest: { key: { pk: 'never' } } }],
          [sorted]: [put('a'), put('b')],
        },
      });
      const counts = [table, sorted].map(async (tableName) => (await dynamoDb.scan({ tableName })).count);
      const many = Array.from({ length: 26 }, (_, index) => put(`${index}`));
      return [
        unprocessedItems,
        await Promise.all(counts),
        await codeOf(dynamoDb.batchWriteItem({ requestItems: { [sorted]: many } })),
        await codeOf(dynamoDb.batchWriteItem({ requestItems: { [sorted]: [put('a'), put('a')] } })),
      ];
    },
    sees: [{}, [0, 2], 'ValidationException', 'ValidationException'],
  },
];
