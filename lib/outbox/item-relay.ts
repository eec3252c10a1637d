import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { type EventSourceMapping, FilterRule, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { environmentNames } from '../../contracts/environment.ts';
import { INLINE_EVENTS_ATTRIBUTE } from '../../contracts/tables.ts';
import { DEFAULT_HANDLER } from '../functions/handler-props.ts';
import { productBundle } from '../functions/product-bundle.ts';
import type { DerivingRelayProps } from './item-outbox-props.ts';
import { iteratorAge } from './iterator-age.ts';
import { type OutboxPublisherProps, outboxPublisher } from './outbox-publisher.ts';
import { relayMapping } from './relay-mapping.ts';
import type { RelaySettings } from './relay-settings.ts';

/** Props for {@link ItemRelay}. `table` is the quarantine. */
export interface ItemRelayProps extends OutboxPublisherProps {
  readonly items: ITable;
  readonly derivingRelay?: DerivingRelayProps;
  readonly settings: RelaySettings;
}

const CHANGED = FilterRule.or('INSERT', 'MODIFY');

/**
 * The function that publishes the events of items as the stream shows their changes. Defines a function and its event
 * source mapping.
 *
 * The mapping sees insertions and modifications, and where nothing is derived only those of items that carry events. The
 * function reads the stream, not the table.
 */
export class ItemRelay extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;
  readonly mapping: EventSourceMapping;

  constructor(scope: Construct, id: string, { items, derivingRelay, settings, ...props }: ItemRelayProps) {
    super(scope, id);
    const relay = outboxPublisher(this, {
      ...props,
      code: derivingRelay?.code ?? productBundle(this, 'item-relay'),
      handler: derivingRelay?.handler ?? DEFAULT_HANDLER,
      description: 'Publishes the events of items as they are committed.',
      tableVariable: environmentNames.quarantineTable,
      tableActions: ['dynamodb:PutItem'],
    });
    items.encryptionKey?.grant(relay.role, 'kms:Decrypt');
    this.function = relay.function;
    this.logGroup = relay.logGroup;
    this.mapping = relayMapping(this, {
      ...settings,
      relay,
      streamArn: items.tableStreamArn as string,
      filter:
        derivingRelay === undefined
          ? { eventName: CHANGED, dynamodb: { NewImage: { [INLINE_EVENTS_ATTRIBUTE]: { S: FilterRule.exists() } } } }
          : { eventName: CHANGED },
    });
  }

  /** Age of the last record that the relay read from the stream, in milliseconds. Absent while nothing is written. */
  metricIteratorAge(options?: MetricOptions): Metric {
    return iteratorAge(this.function, options);
  }
}
