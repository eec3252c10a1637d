import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { type ITable, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { EventSourceMapping, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { outboxTable } from '../../contracts/tables.ts';
import { namePropsOf } from '../props/prop-names.ts';
import { PropsCheck } from '../props/props-check.ts';
import { removalPolicyOf, stageSettings } from '../stages/stage.ts';
import { takeTable } from '../tables/existing-table.ts';
import { retainedTable } from '../tables/retained-table.ts';
import { grantOnTable } from '../tables/table-grant.ts';
import { OutboxAlarms } from './outbox-alarms.ts';
import { ImportedOutbox, type IOutbox, type OutboxAttributes } from './outbox-base.ts';
import { OUTBOX_KINDS, OUTBOX_PROP_NAMES, type OutboxProps, outboxSettings } from './outbox-props.ts';
import { OutboxRelay } from './outbox-relay.ts';
import { OutboxSweeper } from './outbox-sweeper.ts';

/**
 * What the database has committed and nobody has published yet, and the two functions that publish it. Defines a
 * DynamoDB table with a stream (unless it is given one), the relay on that stream, the sweeper on a schedule, and their
 * alarms.
 *
 * Its events are rows of their own. For events that ride in business items or are derived from them: `ItemOutbox`.
 */
export class Outbox extends Construct implements IOutbox {
  readonly table: ITable;
  /** Publishes what is inserted, as it is inserted. */
  readonly relay: LambdaFunction;
  readonly relayMapping: EventSourceMapping;
  readonly relayLogGroup: ILogGroup;
  /** Publishes what the relay left, and measures it. */
  readonly sweeper: LambdaFunction;
  readonly sweeperLogGroup: ILogGroup;
  readonly alarms: OutboxAlarms;
  readonly #relay: OutboxRelay;

  /** The outbox of another app or stack, by the ARN of its table: emitters put their events there. */
  static fromTableArn(scope: Construct, id: string, tableArn: string): IOutbox {
    return new ImportedOutbox(scope, id, { tableArn });
  }

  /** The same with the table's key, which emitters need. */
  static fromOutboxAttributes(scope: Construct, id: string, attributes: OutboxAttributes): IOutbox {
    return new ImportedOutbox(scope, id, attributes);
  }

  constructor(scope: Construct, id: string, props: OutboxProps) {
    super(scope, id);
    const check = new PropsCheck(this);
    const checked = check.kinds(props, OUTBOX_KINDS, { required: ['topics'] });
    const settings = outboxSettings(check, checked, stageSettings(this));
    if (checked.table !== undefined) {
      takeTable(check, this, checked.table);
    }
    check.finish();
    namePropsOf(this, OUTBOX_PROP_NAMES);
    const removalPolicy = removalPolicyOf(this, checked.removalPolicy);
    this.table =
      checked.table ??
      retainedTable(this, { ...outboxTable, ...checked, stream: StreamViewType.NEW_IMAGE, removalPolicy });

    const shared = { table: this.table, tableKey: this.table.encryptionKey, topics: checked.topics, removalPolicy };
    this.#relay = new OutboxRelay(this, 'Relay', { ...shared, settings: settings.relay });
    const sweeper = new OutboxSweeper(this, 'Sweeper', { ...shared, ...settings });
    this.relay = this.#relay.function;
    this.relayMapping = this.#relay.mapping;
    this.relayLogGroup = this.#relay.logGroup;
    this.sweeper = sweeper.function;
    this.sweeperLogGroup = sweeper.logGroup;
    this.alarms = new OutboxAlarms(this, 'Alarms', {
      relay: this.#relay,
      sweeper,
      alarmActions: checked.alarmActions ?? stageSettings(this).alarmActions,
    });
  }

  grantEmit(grantee: IGrantable): Grant {
    return grantOnTable(this.table, grantee, 'dynamodb:PutItem');
  }

  /**
   * Lets `grantee` look at what is unpublished or quarantined: `dynamodb:GetItem`, `Query` and `Scan` on the table, and
   * the use of its own key.
   */
  grantRead(grantee: IGrantable): Grant {
    return grantOnTable(this.table, grantee, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan');
  }

  /** Age of the last record that the relay read from the stream, in milliseconds. Absent while nothing is written. */
  metricIteratorAge(options?: MetricOptions): Metric {
    return this.#relay.metricIteratorAge(options);
  }

  /** Age of the oldest unpublished entry in milliseconds, measured by each sweep. */
  metricOldestUnpublished(options?: MetricOptions): Metric {
    return this.alarms.metricOldestUnpublished.with({ ...options });
  }

  /** Entries older than the sweep age that are unpublished, measured by each sweep. */
  metricUnpublished(options?: MetricOptions): Metric {
    return this.alarms.metricUnpublished.with({ ...options });
  }

  /** Entries set aside because no topic will ever take them. */
  metricQuarantined(options?: MetricOptions): Metric {
    return this.alarms.metricQuarantined.with({ ...options });
  }
}
