import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { requestTimeouts } from './request-timeouts.ts';
import type { UsageMeter } from './usage-meter.ts';

/** A DynamoDB client for plain values that the meter watches. Region, credentials and endpoint are the environment's. */
export function createDynamoDb(meter: UsageMeter): DynamoDBDocumentClient {
  const client = new DynamoDBClient({ requestHandler: requestTimeouts });
  meter.watch(client);
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
