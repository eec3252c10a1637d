import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Examples } from './example.ts';

const handler = { code: Code.fromInline('exports.handler'), handler: 'index.handler', runtime: Runtime.NODEJS_24_X };
const relay = { ...handler, environment: { FANOUT_OUTBOX_TABLE: 'orders', FANOUT_TOPIC_ARNS: '{}' } };
const partitionKey = { name: 'pk', type: AttributeType.STRING };
const startingPosition = StartingPosition.TRIM_HORIZON;

export const streamExamples: Examples = {
  'Fanout-StreamViewType': {
    refused(stack) {
      const table = new Table(stack, 'Orders', { partitionKey, stream: StreamViewType.KEYS_ONLY });
      const source = new DynamoEventSource(table, { startingPosition });
      new LambdaFunction(stack, 'Relay', relay).addEventSource(source);
    },
    accepted(stack) {
      const table = new Table(stack, 'Orders', { partitionKey, stream: StreamViewType.NEW_AND_OLD_IMAGES });
      const source = new DynamoEventSource(table, { startingPosition });
      new LambdaFunction(stack, 'Relay', relay).addEventSource(source);
    },
  },
  'Fanout-StreamReaders': {
    refused(stack) {
      const table = new Table(stack, 'Orders', { partitionKey, stream: StreamViewType.NEW_IMAGE });
      for (const id of ['Relay', 'Search', 'Audit']) {
        new LambdaFunction(stack, id, handler).addEventSource(new DynamoEventSource(table, { startingPosition }));
      }
    },
    accepted(stack) {
      const table = new Table(stack, 'Orders', { partitionKey, stream: StreamViewType.NEW_IMAGE });
      for (const id of ['Relay', 'Search']) {
        new LambdaFunction(stack, id, handler).addEventSource(new DynamoEventSource(table, { startingPosition }));
      }
    },
  },
  'Fanout-RelayGivesUp': {
    refused(stack) {
      const table = new Table(stack, 'Orders', { partitionKey, stream: StreamViewType.NEW_IMAGE });
      const source = new DynamoEventSource(table, { startingPosition, retryAttempts: 3 });
      new LambdaFunction(stack, 'Relay', relay).addEventSource(source);
    },
    accepted(stack) {
      const table = new Table(stack, 'Orders', { partitionKey, stream: StreamViewType.NEW_IMAGE });
      const source = new DynamoEventSource(table, { startingPosition, retryAttempts: -1 });
      new LambdaFunction(stack, 'Relay', relay).addEventSource(source);
    },
  },
};
