import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { StreamViewType, type Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { EventSourceMapping, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { outboxTable } from '../contracts/tables.ts';
import type { IEventTopic } from './event-topic-base.ts';
import { KEY_TABLE_ACTIONS } from './key-access.ts';
import { OutboxAlarms } from './outbox-alarms.ts';
import { OutboxRelay } from './outbox-relay.ts';
import { OutboxSweeper } from './outbox-sweeper.ts';
import { PropsError } from './props-error.ts';
import { retainedTable } from './retained-table.ts';

/** Props for {@link Outbox}. */
export interface OutboxProps {
  /** Every topic that entries may name, at least one. */
  readonly topics: readonly IEventTopic[];
  /**
   * How often the sweeper looks for entries that the relay left: 1 to 60 minutes.
   *
   * @default Duration.minutes(1)
   */
  readonly sweepEvery?: Duration;
  /**
   * Age from which the sweeper publishes an entry itself, 1 second to 1 hour. Younger than the relay's own retries
   * means needless copies.
   *
   * @default Duration.minutes(2)
   */
  readonly sweepAfter?: Duration;
  /**
   * Who is told when the relay is late, failing or throttled, or an entry is quarantined.
   *
   * @default - nobody; the alarms change their state only
   */
  readonly alarmActions?: readonly IAlarmAction[];
  /**
   * Key of the table.
   *
   * @default - a key owned by DynamoDB
   */
  readonly encryptionKey?: IKey;
  /**
   * Whether the table can be deleted.
   *
   * @default - true when the removal policy retains the table
   */
  readonly deletionProtection?: boolean;
  /**
   * What becomes of the table and the logs when the stack goes. Entries in the table are unpublished events.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * What the database has committed and nobody has published yet, and the two functions that publish it. Defines a
 * DynamoDB table with a stream, the relay on that stream, the sweeper on a schedule, and their alarms.
 */
export class Outbox extends Construct {
  readonly table: Table;
  /** Publishes what is inserted, as it is inserted. */
  readonly relay: LambdaFunction;
  readonly relayMapping: EventSourceMapping;
  readonly relayLogGroup: ILogGroup;
  /** Publishes what the relay left, and measures it. */
  readonly sweeper: LambdaFunction;
  readonly sweeperLogGroup: ILogGroup;
  readonly alarms: OutboxAlarms;
  readonly #encryptionKey?: IKey;

  constructor(scope: Construct, id: string, props: OutboxProps) {
    super(scope, id);
    this.#encryptionKey = props.encryptionKey;
    this.#checkTopics(props.topics);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    this.table = retainedTable(this, {
      ...outboxTable,
      stream: StreamViewType.NEW_IMAGE,
      encryptionKey: props.encryptionKey,
      deletionProtection: props.deletionProtection,
      removalPolicy,
    });

    const shared = { table: this.table, tableKey: props.encryptionKey, topics: props.topics, removalPolicy };
    const relay = new OutboxRelay(this, 'Relay', shared);
    const sweeper = new OutboxSweeper(this, 'Sweeper', {
      ...shared,
      sweepEvery: props.sweepEvery,
      sweepAfter: props.sweepAfter,
    });
    this.relay = relay.function;
    this.relayMapping = relay.mapping;
    this.relayLogGroup = relay.logGroup;
    this.sweeper = sweeper.function;
    this.sweeperLogGroup = sweeper.logGroup;
    this.alarms = new OutboxAlarms(this, 'Alarms', { relay, sweeper, alarmActions: props.alarmActions });
  }

  /** Lets `grantee` add entries in its transactions: `dynamodb:PutItem` on the table, and the use of its own key. */
  grantEmit(grantee: IGrantable): Grant {
    const grant = this.table.grant(grantee, 'dynamodb:PutItem');
    return this.#encryptionKey === undefined
      ? grant
      : grant.combine(this.#encryptionKey.grant(grantee, ...KEY_TABLE_ACTIONS));
  }

  #checkTopics(topics: readonly IEventTopic[]): void {
    if (topics.length === 0) {
      throw new PropsError('TopicsEmpty', 'topics must name at least one topic, got none', this);
    }
    const names = topics.map(({ definition }) => definition.name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) {
      throw new PropsError(
        'TopicNameTwice',
        `topics must have different names, got ${twice} twice; entries name their topic, so each name must lead to one`,
        this,
      );
    }
  }
}
