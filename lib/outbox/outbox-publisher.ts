import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { environmentNames } from '../../contracts/environment.ts';
import { KEY_TABLE_ACTIONS } from '../access/key-access.ts';
import { FanoutFunction } from '../functions/fanout-function.ts';
import type { IEventTopic } from '../topics/event-topic-base.ts';

/** Time that one relay or sweeper run may take. The sweeper's must not outlast its shortest schedule. */
const TIMEOUT = Duration.seconds(60);

const MEMORY_SIZE = 512;

/** What relay and sweeper have in common. */
export interface OutboxPublisherProps {
  /** Where entries are, or events that were set aside. */
  readonly table: ITable;
  readonly tableKey?: IKey;
  readonly topics: readonly IEventTopic[];
  readonly removalPolicy: RemovalPolicy;
}

/** Options for {@link outboxPublisher}. */
export interface OutboxPublisherOptions extends OutboxPublisherProps {
  readonly code: Code;
  readonly handler: string;
  readonly description: string;
  /** Variable that tells the function its table. */
  readonly tableVariable: string;
  readonly tableActions: readonly string[];
  readonly settings?: Readonly<Record<string, string>>;
}

/** Defines a function that publishes to topics, under the id `Function`, with exactly the grants that needs. */
export function outboxPublisher(scope: Construct, options: OutboxPublisherOptions): FanoutFunction {
  const publisher = new FanoutFunction(scope, 'Function', {
    description: options.description,
    code: options.code,
    handler: options.handler,
    timeout: TIMEOUT,
    memorySize: MEMORY_SIZE,
    environment: {},
    settings: {
      [options.tableVariable]: options.table.tableName,
      [environmentNames.topicArns]: Stack.of(scope).toJsonString(
        Object.fromEntries(options.topics.map((topic) => [topic.definition.name, topic.topicArn])),
      ),
      ...options.settings,
    },
    removalPolicy: options.removalPolicy,
  });
  options.table.grant(publisher.role, ...options.tableActions);
  options.tableKey?.grant(publisher.role, ...KEY_TABLE_ACTIONS);
  for (const topic of options.topics) {
    topic.grantPublish(publisher.role);
  }
  return publisher;
}
