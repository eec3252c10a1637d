import { type Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { environmentNames } from '../contracts/environment.ts';
import type { IEventTopic } from './event-topic-base.ts';
import { DEFAULT_HANDLER, FanoutFunction } from './fanout-function.ts';
import { KEY_TABLE_ACTIONS } from './key-access.ts';
import { productBundle } from './product-bundle.ts';

/** Time that one relay or sweeper run may take. The sweeper's must not outlast its shortest schedule. */
export const PUBLISHER_TIMEOUT_SECONDS = 60;

const MEMORY_SIZE = 512;

/** What relay and sweeper have in common. */
export interface OutboxPublisherProps {
  readonly table: Table;
  readonly tableKey?: IKey;
  readonly topics: readonly IEventTopic[];
  readonly removalPolicy: RemovalPolicy;
}

/** Options for {@link outboxPublisher}. */
export interface OutboxPublisherOptions extends OutboxPublisherProps {
  readonly bundle: 'outbox-relay' | 'outbox-sweeper';
  readonly description: string;
  readonly timeout: Duration;
  readonly tableActions: readonly string[];
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Defines a function of the product that takes entries out of the outbox table and publishes them, with exactly the
 * grants that needs.
 */
export function outboxPublisher(scope: Construct, options: OutboxPublisherOptions): FanoutFunction {
  const publisher = new FanoutFunction(scope, 'Function', {
    description: options.description,
    code: productBundle(scope, options.bundle),
    handler: DEFAULT_HANDLER,
    timeout: options.timeout,
    memorySize: MEMORY_SIZE,
    environment: {},
    settings: {
      [environmentNames.outboxTable]: options.table.tableName,
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
