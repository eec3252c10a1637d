import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Connection, clientSettings } from './connection.ts';

/** An SDK client of every service that a Fanout stack uses. Close it, or its sockets keep the process alive. */
export interface CloudClients {
  readonly connection: Connection;
  readonly cloudFormation: CloudFormationClient;
  readonly documents: DynamoDBDocumentClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  /** Destroys every client; calls in flight fail. */
  close(): void;
}

/** Opens clients for a connection. Nothing is called yet. */
export function connectTo(connection: Connection): CloudClients {
  const settings = clientSettings(connection);
  const cloudFormation = new CloudFormationClient(settings);
  const dynamoDb = new DynamoDBClient(settings);
  const lambda = new LambdaClient(settings);
  const logs = new CloudWatchLogsClient(settings);
  const sns = new SNSClient(settings);
  // Queue URLs of emulators name hosts and ports that only exist inside them.
  const sqs = new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
  return {
    connection,
    cloudFormation,
    documents: DynamoDBDocumentClient.from(dynamoDb, { marshallOptions: { removeUndefinedValues: true } }),
    lambda,
    logs,
    sns,
    sqs,
    close: () => {
      for (const client of [cloudFormation, dynamoDb, lambda, logs, sns, sqs]) {
        client.destroy();
      }
    },
  };
}
