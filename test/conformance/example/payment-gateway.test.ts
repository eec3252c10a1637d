import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DynamoDbProcess, startDynamoDbProcess } from '../../../embedded/engines/dynamodb-process.ts';
import { PaymentGateway } from '../../../example/payment-gateway.ts';
import { testCards } from '../../../example/test-cards.ts';
import { chosenDynamoDb } from '../../chosen-dynamodb.ts';

const { signal } = new AbortController();
const amountCents = 4_200;

describe('PaymentGateway', () => {
  let engine: DynamoDbProcess;
  let documents: DynamoDBDocumentClient;
  let gateway: PaymentGateway;

  beforeAll(async () => {
    engine = await startDynamoDbProcess(chosenDynamoDb);
    const client = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${engine.port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    await client.send(
      new CreateTableCommand({
        TableName: 'gateway',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    documents = DynamoDBDocumentClient.from(client);
    gateway = new PaymentGateway(documents, 'gateway');
  });
  afterAll(async () => {
    documents.destroy();
    await engine.stop();
  });

  const charge = (orderId: string, card: string = testCards.approved) =>
    gateway.charge({ orderId, card, amountCents }, signal);
  const callsOf = async (orderId: string): Promise<string[]> => {
    const { Items = [] } = await documents.send(new ScanCommand({ TableName: 'gateway', ConsistentRead: true }));
    return Items.map(({ pk }) => String(pk))
      .filter((pk) => pk.startsWith(`call#${orderId}#`))
      .sort();
  };

  it('charges an order once, however often and however concurrently it is called, and records every call', async () => {
    const charges = await Promise.all([1, 2, 3].map(() => charge('twice')));

    expect(new Set(charges.map(({ chargeId }) => chargeId)).size).toBe(1);
    expect(charges[0]).toMatchObject({ status: 'captured', amountCents });
    expect(await callsOf('twice')).toEqual(['call#twice#charge-1', 'call#twice#charge-2', 'call#twice#charge-3']);
  });

  it('stands by a decline, whatever is asked next', async () => {
    await charge('declined', testCards.declined);

    expect(await gateway.cancel('declined', 'cancellation')).toBeUndefined();
    expect(await charge('declined')).toMatchObject({ status: 'declined' });
  });

  it('never charges an order that was cancelled before', async () => {
    expect(await gateway.cancel('early', 'cancellation')).toBeUndefined();

    expect(await charge('early')).toMatchObject({ status: 'voided' });
  });

  it('refunds a cancelled order once, and tells the cancellation that did it, each time it asks', async () => {
    const { chargeId } = await charge('refunded');

    expect(await gateway.cancel('refunded', 'first')).toMatchObject({ status: 'refunded', chargeId, amountCents });
    expect(await gateway.cancel('refunded', 'first')).toMatchObject({ status: 'refunded', chargeId });
    expect(await gateway.cancel('refunded', 'second')).toBeUndefined();
    expect(await charge('refunded')).toMatchObject({ status: 'refunded', chargeId });
  });

  it('ends charged or voided, never both, when charge and cancellation meet', async () => {
    const orders = Array.from({ length: 10 }, (_, index) => `raced-${index}`);

    const outcomes = await Promise.all(
      orders.map((orderId) => Promise.all([charge(orderId), gateway.cancel(orderId, 'cancellation')])),
    );

    for (const [charged, refunded] of outcomes) {
      expect([charged.status, refunded?.status]).toSatisfy(
        ([answer, refund]) => (answer === 'voided') === (refund === undefined),
      );
    }
  });

  it('fails the first two calls of a card that fails twice, before charging', async () => {
    await expect(charge('unlucky', testCards.failsTwice)).rejects.toThrow('unavailable (call 1)');
    await expect(charge('unlucky', testCards.failsTwice)).rejects.toThrow('unavailable (call 2)');
    await expect(charge('unlucky', testCards.failsTwice)).resolves.toMatchObject({ status: 'captured' });
  });

  it('does not answer the first call of a card that hangs, although it charged it', async () => {
    const controller = new AbortController();
    const request = { orderId: 'hung', card: testCards.hangsOnce, amountCents };
    const unanswered = gateway.charge(request, controller.signal);
    await expect.poll(() => callsOf('hung')).toHaveLength(1);
    controller.abort(new Error('out of time'));

    await expect(unanswered).rejects.toThrow('out of time');
    expect(await gateway.cancel('hung', 'cancellation')).toMatchObject({ status: 'refunded' });
  });
});
