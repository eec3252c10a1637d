import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Lab } from './lab.ts';
import { outcomeOf } from './outcome.ts';
import type { Probe } from './probe.ts';

const API = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference';
const TRANSACT = `${API}/API_TransactWriteItems.html`;
const ONCE = 'attribute_not_exists(pk)';

/** The table of the stack that no mapping reads. */
const tableOf = (lab: Lab): string => lab.outputs.get('TransactionsTableName');

const put = (lab: Lab, pk: string, more: object = {}) => ({
  Put: { TableName: tableOf(lab), Item: { pk, value: 1 }, ConditionExpression: ONCE, ...more },
});

const transact = (lab: Lab, TransactItems: TransactWriteCommandInput['TransactItems'], ClientRequestToken?: string) =>
  lab.clients.documents.send(new TransactWriteCommand({ TransactItems, ClientRequestToken }));

/** Writes an item under a new key, which it answers. */
async function existing(lab: Lab): Promise<string> {
  const pk = randomUUID();
  await lab.clients.documents.send(new PutCommand({ TableName: tableOf(lab), Item: { pk, value: 1 } }));
  return pk;
}

/** Conditions and transactions, which idempotency is made of. */
export const transactionProbes: readonly Probe[] = [
  {
    id: 'condition-all-old',
    question: 'A conditional put fails, ReturnValuesOnConditionCheckFailure ALL_OLD: which item does the error carry?',
    aws: { answer: { value: { N: '1' } }, page: `${API}/API_PutItem.html` },
    async run(lab) {
      const pk = await existing(lab);
      const error = await lab.clients.documents
        .send(
          new PutCommand({
            TableName: tableOf(lab),
            Item: { pk, value: 2 },
            ConditionExpression: ONCE,
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        )
        .catch((reason: unknown) => reason);
      if (!(error instanceof ConditionalCheckFailedException)) return null;
      return { value: { N: error.Item?.['value']?.N ?? '' } };
    },
  },
  {
    id: 'transaction-reasons',
    question:
      'The second of three conditions fails: the reasons, in order, and the old item where ALL_OLD asks for it?',
    aws: {
      answer: { codes: ['None', 'ConditionalCheckFailed', 'None'], values: [null, '1', null] },
      page: TRANSACT,
    },
    async run(lab) {
      const taken = await existing(lab);
      const old = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
      const writes = [put(lab, randomUUID(), old), put(lab, taken, old), put(lab, randomUUID(), old)];
      const error = await transact(lab, writes).catch((reason: unknown) => reason);
      if (!(error instanceof TransactionCanceledException)) return null;
      const { CancellationReasons = [] } = error;
      return {
        codes: CancellationReasons.map(({ Code = '' }) => Code),
        values: CancellationReasons.map(({ Item }) => numberOf(Item?.['value'])),
      };
    },
  },
  {
    id: 'transaction-all-or-nothing',
    question: 'A transaction is cancelled by its second write: is the first one there?',
    aws: { answer: false, page: TRANSACT },
    async run(lab) {
      const first = randomUUID();
      await transact(lab, [put(lab, first), put(lab, await existing(lab))]).catch(() => {});
      const Key = { pk: first };
      const { Item } = await lab.clients.documents.send(
        new GetCommand({ TableName: tableOf(lab), Key, ConsistentRead: true }),
      );
      return Item !== undefined;
    },
  },
  {
    id: 'transaction-token-repeated',
    question:
      'The same transaction twice under one ClientRequestToken: the second outcome, and how often it was applied?',
    aws: { answer: { second: 'ok', value: 2 }, page: TRANSACT },
    async run(lab) {
      const Key = { pk: await existing(lab) };
      const Update = {
        TableName: tableOf(lab),
        Key,
        UpdateExpression: 'ADD #value :one',
        ExpressionAttributeNames: { '#value': 'value' },
        ExpressionAttributeValues: { ':one': 1 },
      };
      const token = randomUUID();
      await transact(lab, [{ Update }], token);
      const second = await outcomeOf(() => transact(lab, [{ Update }], token));
      const { Item } = await lab.clients.documents.send(
        new GetCommand({ TableName: tableOf(lab), Key, ConsistentRead: true }),
      );
      return { second, value: Item?.['value'] };
    },
  },
  {
    id: 'transaction-token-reused',
    question: 'Another transaction under a ClientRequestToken that was used?',
    aws: { answer: 'IdempotentParameterMismatch', page: TRANSACT },
    async run(lab) {
      const token = randomUUID();
      await transact(lab, [put(lab, randomUUID())], token);
      return outcomeOf(() => transact(lab, [put(lab, randomUUID())], token));
    },
  },
  {
    id: 'transaction-same-item',
    question: 'Two actions on one item: is the transaction refused?',
    aws: { answer: true, page: TRANSACT },
    async run(lab) {
      const pk = randomUUID();
      return (await outcomeOf(() => transact(lab, [put(lab, pk), put(lab, pk)]))) !== 'ok';
    },
  },
  {
    id: 'transaction-101-actions',
    question: 'A transaction of 101 actions?',
    aws: { answer: 'Validation', page: TRANSACT },
    run: (lab) =>
      outcomeOf(() =>
        transact(
          lab,
          Array.from({ length: 101 }, () => put(lab, randomUUID())),
        ),
      ),
  },
  {
    id: 'item-too-large',
    question: 'An item of more than 400 KB?',
    aws: {
      answer: 'Validation',
      page: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html',
    },
    run: (lab) => {
      const Item = { pk: randomUUID(), text: 'x'.repeat(410 * 1024) };
      return outcomeOf(() => lab.clients.documents.send(new PutCommand({ TableName: tableOf(lab), Item })));
    },
  },
];

const numberOf = (attribute: { readonly N?: string } | undefined): string | null => attribute?.N ?? null;
