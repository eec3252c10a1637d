import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A DynamoDB client whose requests end before the function's time does: the SDK's own default is to wait for ever. */
export const createDocuments = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ requestHandler: { connectionTimeout: 500, requestTimeout: 1000 } }));
