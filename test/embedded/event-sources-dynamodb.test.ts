import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DynamoDb, startDynamoDb } from '../../embedded/engines/dynamodb.ts';
import { jsonServiceCall } from '../../embedded/engines/json-service-call.ts';
import { EventSourceMappings } from '../../embedded/event-sources/index.ts';
import { chosenDynamoDb } from '../chosen-dynamodb.ts';
import { failed, ScriptedFunction, succeeded } from './scripted-function.ts';

const SOON = { timeout: 10_000, interval: 5 };
let engine: DynamoDb;

beforeAll(async () => {
  engine = await startDynamoDb(chosenDynamoDb);
});
afterAll(() => engine.stop());

it("reads a table's stream from the real engine, in order, over a pause and a retry", async () => {
  const dynamodb = jsonServiceCall(engine, 'dynamodb', 'DynamoDB_20120810');
  const streams = jsonServiceCall(engine, 'dynamodb', 'DynamoDBStreams_20120810');
  const { TableDescription } = await dynamodb<{ TableDescription: { LatestStreamArn: string } }>('CreateTable', {
    TableName: 'outbox',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  });
  const fn = new ScriptedFunction();
  fn.run = () => (fn.batches.length === 1 ? failed() : succeeded());
  const mappings = new EventSourceMappings({ lambda: fn, sqs: streams, streams });
  const put = async (pk: string) => {
    await dynamodb('PutItem', { TableName: 'outbox', Item: { pk: { S: pk } } });
    mappings.notifyTableWrite('outbox');
  };
  await put('a');
  const { uuid } = mappings.create({
    EventSourceArn: TableDescription.LatestStreamArn,
    FunctionName: 'consumer',
    StartingPosition: 'TRIM_HORIZON',
    FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
  });
  const keys = () => fn.batches.flat().map((record) => record.dynamodb.Keys['pk']?.S);
  await expect.poll(keys, SOON).toEqual(['a', 'a']);
  mappings.update(uuid, { Enabled: false });
  await put('b');
  await dynamodb('DeleteItem', { TableName: 'outbox', Key: { pk: { S: 'a' } } });
  await expect.poll(() => mappings.describe(uuid).State, SOON).toBe('Disabled');
  mappings.update(uuid, { Enabled: true });
  await put('c');

  await expect.poll(keys, SOON).toEqual(['a', 'a', 'b', 'c']);
  expect(fn.batches[0]?.[0]).toMatchObject({
    eventName: 'INSERT',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    eventSourceARN: TableDescription.LatestStreamArn,
    dynamodb: { NewImage: { pk: { S: 'a' } }, StreamViewType: 'NEW_IMAGE' },
  });
  await mappings.stop();
});
