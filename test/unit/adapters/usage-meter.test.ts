import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { UsageMeter } from '../../../lambdas/adapters/usage-meter.ts';
import { brokenConnection, CannedService, type WireAnswer, wireError } from './canned-service.ts';

const put = (bytes = 1) => new PutCommand({ TableName: 'table', Item: { pk: 'x'.repeat(bytes) } });
const consumed = (...answers: object[]): WireAnswer => ({
  body: { ConsumedCapacity: answers.length === 1 ? answers[0] : answers },
});

/** Sends a command to a metered DynamoDB and answers the usage of it. */
async function usageOf(answer: WireAnswer, command: PutCommand | GetCommand | TransactWriteCommand) {
  const service = new CannedService(answer);
  const client = service.dynamoDb();
  const meter = new UsageMeter();
  meter.watch(client);
  await client.send(command as PutCommand).catch(() => undefined);
  return { usage: meter.take('payment'), requests: service.requests };
}

describe('UsageMeter', () => {
  it('asks DynamoDB for the capacity, and counts what it answers for a write', async () => {
    const { usage, requests } = await usageOf(consumed({ TableName: 'table', CapacityUnits: 3 }), put());

    expect(requests[0]?.input).toMatchObject({ ReturnConsumedCapacity: 'TOTAL' });
    expect(usage).toEqual({
      type: 'fanout.usage',
      component: 'payment',
      operations: { 'dynamodb.PutItem': { requests: 1, writeUnits: 3, readUnits: 0, estimatedWriteUnits: 0 } },
    });
  });

  it('counts reads as read units', async () => {
    const { usage } = await usageOf(
      consumed({ TableName: 'table', CapacityUnits: 1 }),
      new GetCommand({ TableName: 'table', Key: { pk: 'a' } }),
    );

    expect(usage?.operations).toEqual({
      'dynamodb.GetItem': { requests: 1, writeUnits: 0, readUnits: 1, estimatedWriteUnits: 0 },
    });
  });

  it('adds up the tables of a transaction', async () => {
    const { usage } = await usageOf(
      consumed(
        { TableName: 'a', CapacityUnits: 2, WriteCapacityUnits: 2 },
        { TableName: 'b', CapacityUnits: 4, WriteCapacityUnits: 4 },
      ),
      new TransactWriteCommand({ TransactItems: [{ Put: put().input as never }] }),
    );

    expect(usage?.operations).toMatchObject({ 'dynamodb.TransactWriteItems': { writeUnits: 6, readUnits: 0 } });
  });

  it('counts a transaction that was answered for its token as the reads that it costs', async () => {
    const { usage } = await usageOf(
      { body: { ConsumedCapacity: [{ TableName: 'a', CapacityUnits: 2, ReadCapacityUnits: 2 }] } },
      new TransactWriteCommand({ TransactItems: [{ Put: put().input as never }] }),
    );

    expect(usage?.operations).toMatchObject({ 'dynamodb.TransactWriteItems': { writeUnits: 0, readUnits: 2 } });
  });

  it.each([
    ['the new item', 3_000, 'x', 3],
    ['the existing item', 1, 'x'.repeat(5_000), 5],
    ['one unit at least', 1, 'x', 1],
  ])('estimates a failed conditional write by %s, apart', async (_case, newBytes, existing, units) => {
    const { usage } = await usageOf(
      wireError('ConditionalCheckFailedException', { Item: { pk: { S: existing } } }),
      put(newBytes),
    );

    expect(usage?.operations).toEqual({
      'dynamodb.PutItem': { requests: 1, writeUnits: 0, readUnits: 0, estimatedWriteUnits: units },
    });
  });

  it('estimates a cancelled transaction by all its actions, twice', async () => {
    const cancelled = wireError('TransactionCanceledException', {
      CancellationReasons: [
        { Code: 'ConditionalCheckFailed', Item: { pk: { S: 'x'.repeat(2_000) } } },
        { Code: 'None' },
      ],
    });
    const { usage } = await usageOf(
      cancelled,
      new TransactWriteCommand({
        TransactItems: [
          { Put: put().input as never },
          {
            Update: {
              TableName: 'table',
              Key: { pk: 'a' },
              UpdateExpression: 'SET a = :a',
              ExpressionAttributeValues: { ':a': 'x'.repeat(1_100) },
            },
          },
        ],
      }),
    );

    expect(usage?.operations).toMatchObject({
      'dynamodb.TransactWriteItems': { requests: 1, estimatedWriteUnits: 2 * 2 + 2 * 2 },
    });
  });

  it('counts a request that got no answer', async () => {
    const { usage } = await usageOf(brokenConnection(), put());

    expect(usage?.operations).toEqual({
      'dynamodb.PutItem': { requests: 1, writeUnits: 0, readUnits: 0, estimatedWriteUnits: 0 },
    });
  });

  it('counts other services by request, adds up over an invocation and starts afresh', async () => {
    const service = new CannedService({ body: { MessageId: 'm' } });
    const client = service.sqs();
    const meter = new UsageMeter();
    meter.watch(client);

    await client.send(new SendMessageCommand({ QueueUrl: 'http://q.invalid/q', MessageBody: 'a' }));
    await client.send(new SendMessageCommand({ QueueUrl: 'http://q.invalid/q', MessageBody: 'b' }));

    expect(meter.take('payment')?.operations).toEqual({
      'sqs.SendMessage': { requests: 2, writeUnits: 0, readUnits: 0, estimatedWriteUnits: 0 },
    });
    expect(meter.take('payment')).toBeUndefined();
  });
});
