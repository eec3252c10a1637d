import { Duration } from 'aws-cdk-lib';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  type CfnEventSourceMapping,
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type Function as LambdaFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type OutboxPublisherProps, outboxPublisher, PUBLISHER_TIMEOUT_SECONDS } from './outbox-publisher.ts';

const BATCH_SIZE = 100;

/** Lambda's word for "no limit" in the retries and age of stream records. */
const UNLIMITED = -1;

/**
 * The function that publishes entries as the stream shows them. Defines a function and its event source mapping.
 *
 * The mapping starts at the oldest record, sees insertions only, and never gives up: with a limit on retries or age Lambda
 * would drop records without a word.
 */
export class OutboxRelay extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;
  readonly mapping: EventSourceMapping;

  constructor(scope: Construct, id: string, props: OutboxPublisherProps) {
    super(scope, id);
    const { attrStreamArn: streamArn } = props.table.node.defaultChild as CfnTable;
    const publisher = outboxPublisher(this, {
      ...props,
      bundle: 'outbox-relay',
      description: 'Publishes outbox entries as they are committed.',
      timeout: Duration.seconds(PUBLISHER_TIMEOUT_SECONDS),
      tableActions: ['dynamodb:BatchWriteItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
    });
    this.function = publisher.function;
    this.logGroup = publisher.logGroup;
    // aws-cdk grants ListStreams on every resource.
    publisher.role.addToPolicy(
      new PolicyStatement({
        actions: [
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:ListStreams',
        ],
        resources: [streamArn],
      }),
    );
    this.mapping = new EventSourceMapping(this, 'Mapping', {
      target: this.function,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: BATCH_SIZE,
      retryAttempts: UNLIMITED,
      reportBatchItemFailures: true,
      filters: [FilterCriteria.filter({ eventName: FilterRule.isEqual('INSERT') })],
    });
    (this.mapping.node.defaultChild as CfnEventSourceMapping).maximumRecordAgeInSeconds = UNLIMITED;
    this.mapping.node.addDependency(publisher.role);
  }

  /** Age of the last record that the relay read from the stream, in milliseconds. Absent while nothing is written. */
  metricIteratorAge(options?: MetricOptions): Metric {
    return this.function.metric('IteratorAge', { statistic: 'Maximum', ...options });
  }
}
