import { CfnOutput } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { EventTopic, Outbox, Producer, Subscriber } from 'fanout';

/** What the stack tells about itself, by the name that each output starts with. */
export interface OutputSources {
  readonly topics: Readonly<Record<string, EventTopic>>;
  readonly subscribers: Readonly<Record<string, Subscriber>>;
  readonly producers: Readonly<Record<string, Producer>>;
  readonly tables: Readonly<Record<string, ITable>>;
  readonly outbox: Outbox;
}

/** Adds the outputs by which a driver, a test or an operator finds the parts of the stack. */
export function addOutputs(scope: Construct, { topics, subscribers, producers, tables, outbox }: OutputSources): void {
  const add = (name: string, value: string): void => {
    new CfnOutput(scope, name, { value });
  };
  const addFunction = (name: string, { functionName }: IFunction, { logGroupName }: ILogGroup): void => {
    add(`${name}FunctionName`, functionName);
    add(`${name}LogGroupName`, logGroupName);
  };
  for (const [name, topic] of Object.entries(topics)) {
    add(`${name}TopicArn`, topic.topicArn);
  }
  for (const [name, subscriber] of Object.entries(subscribers)) {
    addFunction(name, subscriber.function, subscriber.logGroup);
    add(`${name}QueueUrl`, subscriber.queue.queueUrl);
    add(`${name}DeadLetterQueueUrl`, subscriber.deadLetterQueue.queueUrl);
    add(`${name}SubscriptionDeadLetterQueueUrl`, subscriber.subscriptionDeadLetterQueue.queueUrl);
    add(`${name}MappingId`, subscriber.mapping.eventSourceMappingId);
  }
  for (const [name, producer] of Object.entries(producers)) {
    addFunction(name, producer.function, producer.logGroup);
  }
  addFunction('OutboxRelay', outbox.relay, outbox.relayLogGroup);
  addFunction('OutboxSweeper', outbox.sweeper, outbox.sweeperLogGroup);
  add('OutboxRelayMappingId', outbox.relayMapping.eventSourceMappingId);
  for (const [name, table] of Object.entries(tables)) {
    add(`${name}TableName`, table.tableName);
  }
}
