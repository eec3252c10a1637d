import {
  type AttributeDefinition,
  CreateTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { startDynamoDbProcess } from '../../../embedded/engines/dynamodb-process.ts';
import { chosenDynamoDb } from '../../chosen-dynamodb.ts';

/** A DynamoDB to run real adapters on. */
export interface DynamoDbEngine {
  readonly client: DynamoDBDocumentClient;
  /** Creates a table with text keys: a partition key and perhaps a sort key. Answers its name, made from `prefix`. */
  createTable(prefix: string, partitionKey: string, sortKey?: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the chosen engine. */
export async function startDynamoDb(): Promise<DynamoDbEngine> {
  const engine = await startDynamoDbProcess(chosenDynamoDb);
  return dynamoDbAt(`http://127.0.0.1:${engine.port}`, () => engine.stop());
}

/** A DynamoDB that runs, with a document client that converts values as the product's own does. */
export function dynamoDbAt(endpoint: string, stop: () => Promise<void>): DynamoDbEngine {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
  let tables = 0;
  return {
    client,
    async createTable(prefix, partitionKey, sortKey) {
      tables += 1;
      const names = sortKey === undefined ? [partitionKey] : [partitionKey, sortKey];
      const TableName = `${prefix}-${tables}`;
      await client.send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: names.map(
            (AttributeName): AttributeDefinition => ({ AttributeName, AttributeType: 'S' }),
          ),
          KeySchema: names.map(
            (AttributeName, index): KeySchemaElement => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' }),
          ),
        }),
      );
      return TableName;
    },
    async stop() {
      client.destroy();
      await stop();
    },
  };
}
