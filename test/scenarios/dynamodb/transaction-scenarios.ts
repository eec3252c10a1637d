import { codeOf, type Scenario } from '../scenario.ts';
import type { DataServices } from './data-services.ts';
import { onDynamoDbLocal } from './on-dynamodb-local.ts';

const TRANSACT_WRITE = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html';

interface Cancelled {
  readonly code: string;
  readonly cancellationReasons?: readonly { readonly code?: string; readonly item?: unknown }[];
}

/** Code and reasons of a transaction that is cancelled. */
const cancellationOf = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    ({ code, cancellationReasons: reasons }: Cancelled) => [
      code,
      reasons?.map((reason) => (reason.item === undefined ? reason.code : [reason.code, reason.item])),
    ],
  );

/** Transactions: all or nothing, reasons, tokens and limits. */
export const transactionScenarios: readonly Scenario<DataServices>[] = [
  {
    name: 'a transaction writes all of its items in several tables, or none',
    page: TRANSACT_WRITE,
    async run({ dynamoDb, table, sorted }) {
      await dynamoDb.putItem({ tableName: table, item: { pk: 'gone' } });
      await dynamoDb.transactWriteItems({
        transactItems: [
          { put: { tableName: table, item: { pk: 'a', n: 1 } } },
          {
            update: {
              tableName: sorted,
              key: { pk: 'a', sk: '1' },
              updateExpression: 'ADD n :v',
              expressionAttributeValues: { ':v': 2 },
            },
          },
          { delete: { tableName: table, key: { pk: 'gone' } } },
          { conditionCheck: { tableName: table, key: { pk: 'no' }, conditionExpression: 'attribute_not_exists(pk)' } },
        ],
      });
      const reads = [
        { get: { tableName: table, key: { pk: 'a' } } },
        { get: { tableName: sorted, key: { pk: 'a', sk: '1' } } },
        { get: { tableName: table, key: { pk: 'gone' } } },
      ];
      const { responses } = await dynamoDb.transactGetItems({ transactItems: reads });
      return responses.map(({ item }) => item ?? 'none');
    },
    sees: [{ pk: 'a', n: 1 }, { pk: 'a', sk: '1', n: 2 }, 'none'],
  },
  {
    name: 'a cancelled transaction gives a reason for each action in order, and changes nothing',
    page: TRANSACT_WRITE,
    async run({ dynamoDb, table: tableName }) {
      await dynamoDb.putItem({ tableName, item: { pk: 'taken', n: 1 } });
      const conditionExpression = 'attribute_not_exists(pk)';
      const cancelled = await cancellationOf(
        dynamoDb.transactWriteItems({
          transactItems: [
            { put: { tableName, item: { pk: 'new' } } },
            {
              put: {
                tableName,
                item: { pk: 'taken' },
                conditionExpression,
                returnValuesOnConditionCheckFailure: 'ALL_OLD',
              },
            },
            { conditionCheck: { tableName, key: { pk: 'absent' }, conditionExpression: 'attribute_exists(pk)' } },
          ],
        }),
      );
      const { count } = await dynamoDb.scan({ tableName, consistentRead: true });
      return [cancelled, count];
    },
    sees: [
      [
        'TransactionCanceledException',
        ['None', ['ConditionalCheckFailed', { pk: 'taken', n: 1 }], 'ConditionalCheckFailed'],
      ],
      1,
    ],
  },
  {
    name: 'an update that the item does not allow cancels the transaction with a validation error',
    page: TRANSACT_WRITE,
    async run({ dynamoDb, table: tableName }) {
      await dynamoDb.putItem({ tableName, item: { pk: 'a', n: 'text' } });
      return cancellationOf(
        dynamoDb.transactWriteItems({
          transactItems: [
            { put: { tableName, item: { pk: 'b' } } },
            {
              update: {
                tableName,
                key: { pk: 'a' },
                updateExpression: 'SET n = n + :v',
                expressionAttributeValues: { ':v': 1 },
              },
            },
          ],
        }),
      );
    },
    sees: ['TransactionCanceledException', ['None', 'ValidationError']],
    differs: onDynamoDbLocal({
      because: 'it refuses the request as a whole, without reasons',
      sees: ['ValidationException', undefined],
    }),
  },
  {
    name: 'a repeated token does nothing again, and refuses other content',
    page: TRANSACT_WRITE,
    async run({ dynamoDb, table: tableName }) {
      const transfer = (by: number) =>
        dynamoDb.transactWriteItems({
          transactItems: [
            {
              update: {
                tableName,
                key: { pk: 'a' },
                updateExpression: 'ADD n :by',
                expressionAttributeValues: { ':by': by },
              },
            },
            { put: { tableName, item: { pk: 'log' } } },
          ],
          clientRequestToken: 'the-token',
        });
      await transfer(5);
      const repeated = await codeOf(transfer(5));
      const changed = await codeOf(transfer(6));
      const { item } = await dynamoDb.getItem({ tableName, key: { pk: 'a' }, consistentRead: true });
      return [repeated, changed, item];
    },
    sees: ['ok', 'IdempotentParameterMismatchException', { pk: 'a', n: 5 }],
  },
  {
    name: 'a cancelled transaction leaves its token unused',
    page: TRANSACT_WRITE,
    async run({ dynamoDb, table: tableName }) {
      const open = () =>
        dynamoDb.transactWriteItems({
          transactItems: [
            { conditionCheck: { tableName, key: { pk: 'gate' }, conditionExpression: 'attribute_exists(pk)' } },
            { put: { tableName, item: { pk: 'b' } } },
          ],
          clientRequestToken: 'again',
        });
      const first = await codeOf(open());
      await dynamoDb.putItem({ tableName, item: { pk: 'gate' } });
      return [first, await codeOf(open())];
    },
    sees: ['TransactionCanceledException', 'ok'],
  },
  {
    name: 'a transaction has 1 to 100 actions, and one for an item',
    page: TRANSACT_WRITE,
    async run({ dynamoDb, table: tableName }) {
      const puts = (count: number) =>
        Array.from({ length: count }, (_, index) => ({ put: { tableName, item: { pk: `${index}` } } }));
      const twice = [
        { put: { tableName, item: { pk: 'a' } } },
        { conditionCheck: { tableName, key: { pk: 'a' }, conditionExpression: 'attribute_not_exists(pk)' } },
      ];
      return [
        await codeOf(dynamoDb.transactWriteItems({ transactItems: puts(100) })),
        await codeOf(dynamoDb.transactWriteItems({ transactItems: puts(101) })),
        await codeOf(dynamoDb.transactWriteItems({ transactItems: twice })),
      ];
    },
    sees: ['ok', 'ValidationException', 'ValidationException'],
    differs: onDynamoDbLocal({
      because: 'it cancels a transaction with two actions on one item',
      sees: ['ok', 'ValidationException', 'TransactionCanceledException'],
    }),
  },
  {
    name: 'an item has at most 400 KB, in a transaction too',
    page: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html',
    async run({ dynamoDb, table: tableName }) {
      // `pk` with its value has 3 bytes, `body` has 4.
      const item = (bytes: number) => ({ pk: 'a', body: 'x'.repeat(bytes - 7) });
      return [
        await codeOf(dynamoDb.putItem({ tableName, item: item(409_600) })),
        await codeOf(dynamoDb.putItem({ tableName, item: item(409_601) })),
        await codeOf(dynamoDb.transactWriteItems({ transactItems: [{ put: { tableName, item: item(409_601) } }] })),
      ];
    },
    sees: ['ok', 'ValidationException', 'ValidationException'],
  },
];
