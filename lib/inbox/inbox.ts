import { Duration } from 'aws-cdk-lib';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { type ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';
import { inboxTable } from '../../contracts/tables.ts';
import { anything, aTable } from '../props/prop-kinds.ts';
import { namePropsOf, type PropNames } from '../props/prop-names.ts';
import { type PropKinds, PropsCheck } from '../props/props-check.ts';
import { PropsError } from '../props/props-error.ts';
import { DEFAULT_HORIZON_SECONDS } from '../retention.ts';
import { removalPolicyOf } from '../stages/stage.ts';
import { checkTable, checkTableIsOurs } from '../tables/existing-table.ts';
import { retainedTable } from '../tables/retained-table.ts';
import { checkTableArn } from '../tables/table-arn.ts';
import { grantOnTable } from '../tables/table-grant.ts';
import { TABLE_KINDS, type TableProps } from '../tables/table-props.ts';

const DAY_SECONDS = 86_400;

const HORIZON = { code: 'HorizonRange', prop: 'horizon', min: DAY_SECONDS, max: 3650 * DAY_SECONDS };

/** Props for {@link Inbox}. */
export interface InboxProps extends TableProps {
  /**
   * Life of inbox records: 1 day to 10 years. Consumers refuse events that are older. A subscriber refuses a horizon
   * shorter than its own way back.
   *
   * @default - each subscriber's own: 23 days of SNS retries + queue retention + dead-letter retention; producers 41 days
   */
  readonly horizon?: Duration;
  /**
   * A table of yours, perhaps of another app: a text key `pk`, and items that expire by `expiresAt`. It may hold the inboxes
   * of several apps as long as no two components have one name.
   *
   * @default - a new table
   */
  readonly table?: ITable;
}

const INBOX_KINDS: PropKinds<InboxProps> = { ...TABLE_KINDS, table: aTable, horizon: anything };

const INBOX_PROP_NAMES: PropNames<keyof InboxProps> = {
  construct: 'Inbox',
  props: { DeletionPolicy: 'removalPolicy' },
};

/** Who has which name in which table, by app: several inboxes may be of one table. */
const namesByApp = new WeakMap<IConstruct, Map<string, IConstruct>>();

function namesIn({ node: { root } }: IConstruct): Map<string, IConstruct> {
  const names = namesByApp.get(root) ?? new Map<string, IConstruct>();
  namesByApp.set(root, names);
  return names;
}

/**
 * The idempotency table, shared by any number of consumers and producers. Defines a DynamoDB table (unless it is given
 * one): on demand, TTL, point-in-time recovery.
 *
 * Losing it means that effects may happen twice.
 */
export class Inbox extends Construct {
  readonly table: ITable;
  readonly #horizonSeconds?: number;

  /**
   * The inbox of another app or stack, by the ARN of its table. For one with a key of its own, or a horizon, pass an
   * imported table to the constructor.
   *
   * @throws PropsError when the ARN is of no table.
   */
  static fromTableArn(scope: Construct, id: string, tableArn: string): Inbox {
    const check = new PropsCheck(scope);
    checkTableArn(check, tableArn);
    check.finish();
    return new Inbox(scope, id, { table: Table.fromTableArn(scope, `${id}Table`, tableArn) });
  }

  constructor(scope: Construct, id: string, props: InboxProps = {}) {
    super(scope, id);
    const check = new PropsCheck(this);
    const checked = check.kinds(props, INBOX_KINDS);
    this.#horizonSeconds = checked.horizon === undefined ? undefined : check.seconds(checked.horizon, HORIZON);
    if (checked.table !== undefined) {
      checkTable(check, checked.table, {
        keys: [inboxTable.partitionKey],
        timeToLiveAttribute: inboxTable.ttlAttribute,
      });
      checkTableIsOurs(check, checked);
    }
    check.finish();
    namePropsOf(this, INBOX_PROP_NAMES);
    this.table =
      checked.table ??
      retainedTable(this, {
        ...checked,
        partitionKey: inboxTable.partitionKey,
        timeToLiveAttribute: inboxTable.ttlAttribute,
        removalPolicy: removalPolicyOf(this, checked.removalPolicy),
      });
  }

  /**
   * Lets `grantee` claim, complete and look up: `dynamodb:GetItem`, `PutItem`, `UpdateItem` and `DeleteItem` on the table,
   * and the use of its own key.
   */
  grantUse(grantee: IGrantable): Grant {
    return grantOnTable(
      this.table,
      grantee,
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
    );
  }

  /** Conditional writes that were refused, per five minutes: mostly copies of messages that were recognised. */
  metricConditionsFailed(options?: MetricOptions): Metric {
    return this.#metric('ConditionalCheckFailedRequests', options);
  }

  /** Writes that DynamoDB throttled, per five minutes. Their messages are retried. */
  metricWritesThrottled(options?: MetricOptions): Metric {
    return this.#metric('WriteThrottleEvents', options);
  }

  /**
   * Seconds that records of a component live whose messages can come back for `neededSeconds`.
   *
   * @throws PropsError when the inbox's own horizon is shorter.
   */
  horizonSecondsFor(scope: IConstruct, neededSeconds: number): number {
    const horizon = this.#horizonSeconds;
    if (horizon !== undefined && horizon < neededSeconds) {
      throw new PropsError(
        'HorizonTooShort',
        `horizon of inbox ${this.node.path} must be at least ${neededSeconds} seconds (23 days of SNS retries + queue retention + dead-letter retention), got ${horizon}; a late copy would be applied twice`,
        scope,
      );
    }
    return horizon ?? neededSeconds;
  }

  /** Seconds that a producer's outcomes are kept for clients that repeat a request. */
  get producerHorizonSeconds(): number {
    return this.#horizonSeconds ?? DEFAULT_HORIZON_SECONDS;
  }

  /**
   * Takes a component's name for `scope`.
   *
   * @throws PropsError when another component of this inbox, or of another inbox of its table, has it: each would take the other's messages for duplicates.
   */
  takeName(scope: IConstruct, name: string): void {
    const names = namesIn(this);
    const key = `${this.table.tableArn} ${String(name)}`;
    const holder = names.get(key);
    if (holder !== undefined) {
      throw new PropsError(
        'NameTaken',
        `name must be unique among the components of an inbox, got ${name}, the name of ${holder.node.path}; two of a name would take each other's messages for duplicates`,
        scope,
      );
    }
    names.set(key, scope);
  }

  #metric(metricName: string, options?: MetricOptions): Metric {
    return this.table.metric(metricName, { statistic: 'Sum', period: Duration.minutes(5), ...options });
  }
}
