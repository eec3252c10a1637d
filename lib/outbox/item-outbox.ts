import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
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
import { ItemOutboxAlarms } from './item-outbox-alarms.ts';
import {
  ITEM_OUTBOX_KINDS,
  ITEM_OUTBOX_PROP_NAMES,
  type ItemOutboxProps,
  itemOutboxSettings,
} from './item-outbox-props.ts';
import { ItemRelay } from './item-relay.ts';

/**
 * Publishes the events of the items of a business table: those that ride in an item, and with a relay of your own those
 * that are derived from it. Defines the relay on the table's stream, a table for what can never be published, and their
 * alarms.
 *
 * Costs no write of its own. In exchange events live no longer than the stream, 24 hours, when the relay is down.
 */
export class ItemOutbox extends Construct {
  /** Holds events that no topic will take, with the attribute `quarantine` for the reason. */
  readonly quarantineTable: ITable;
  readonly relay: LambdaFunction;
  readonly relayMapping: EventSourceMapping;
  readonly relayLogGroup: ILogGroup;
  readonly alarms: ItemOutboxAlarms;
  readonly #relay: ItemRelay;

  constructor(scope: Construct, id: string, props: ItemOutboxProps) {
    super(scope, id);
    const check = new PropsCheck(this);
    const checked = check.kinds(props, ITEM_OUTBOX_KINDS, { required: ['topics', 'table'] });
    const settings = itemOutboxSettings(check, checked);
    takeTable(check, this, checked.table);
    check.finish();
    namePropsOf(this, ITEM_OUTBOX_PROP_NAMES);
    const removalPolicy = removalPolicyOf(this, checked.removalPolicy);
    this.quarantineTable = retainedTable(new Construct(this, 'Quarantine'), {
      ...outboxTable,
      ...checked,
      removalPolicy,
    });
    this.#relay = new ItemRelay(this, 'Relay', {
      table: this.quarantineTable,
      tableKey: this.quarantineTable.encryptionKey,
      items: checked.table,
      topics: checked.topics,
      derivingRelay: checked.derivingRelay,
      settings,
      removalPolicy,
    });
    this.relay = this.#relay.function;
    this.relayMapping = this.#relay.mapping;
    this.relayLogGroup = this.#relay.logGroup;
    this.alarms = new ItemOutboxAlarms(this, 'Alarms', {
      relay: this.#relay,
      alarmActions: checked.alarmActions ?? stageSettings(this).alarmActions,
    });
  }

  /**
   * Lets `grantee` look at what is quarantined: `dynamodb:GetItem`, `Query` and `Scan` on the quarantine table, and the
   * use of its own key.
   */
  grantReadQuarantine(grantee: IGrantable): Grant {
    return grantOnTable(this.quarantineTable, grantee, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan');
  }

  /** Age of the last record that the relay read from the stream, in milliseconds. Absent while nothing is written. */
  metricIteratorAge(options?: MetricOptions): Metric {
    return this.#relay.metricIteratorAge(options);
  }

  /** Events and changes set aside because no topic will ever take them, or nobody can read them. */
  metricQuarantined(options?: MetricOptions): Metric {
    return this.alarms.metricQuarantined.with({ ...options });
  }
}
