import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { type EventSourceMapping, FilterRule, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { environmentNames } from '../../contracts/environment.ts';
import { DEFAULT_HANDLER } from '../functions/handler-props.ts';
import { productBundle } from '../functions/product-bundle.ts';
import { iteratorAge } from './iterator-age.ts';
import { type OutboxPublisherProps, outboxPublisher } from './outbox-publisher.ts';
import { relayMapping } from './relay-mapping.ts';
import type { RelaySettings } from './relay-settings.ts';

/** Props for {@link OutboxRelay}. */
export interface OutboxRelayProps extends OutboxPublisherProps {
  readonly settings: RelaySettings;
}

/**
 * The function that publishes entries as the stream shows them. Defines a function and its event source mapping, which
 * sees insertions only.
 */
export class OutboxRelay extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;
  readonly mapping: EventSourceMapping;

  constructor(scope: Construct, id: string, { settings, ...props }: OutboxRelayProps) {
    super(scope, id);
    const relay = outboxPublisher(this, {
      ...props,
      code: productBundle(this, 'outbox-relay'),
      handler: DEFAULT_HANDLER,
      description: 'Publishes outbox entries as they are committed.',
      tableVariable: environmentNames.outboxTable,
      tableActions: ['dynamodb:BatchWriteItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
    });
    this.function = relay.function;
    this.logGroup = relay.logGroup;
    this.mapping = relayMapping(this, {
      ...settings,
      relay,
      streamArn: props.table.tableStreamArn as string,
      filter: { eventName: FilterRule.isEqual('INSERT') },
    });
  }

  /** Age of the last record that the relay read from the stream, in milliseconds. Absent while nothing is written. */
  metricIteratorAge(options?: MetricOptions): Metric {
    return iteratorAge(this.function, options);
  }
}
