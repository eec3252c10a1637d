import { Duration, Token } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { type ITable, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import { outboxTable } from '../../contracts/tables.ts';
import { alarmActionList, anything, aTable, aTopic, listOf } from '../props/prop-kinds.ts';
import type { PropNames } from '../props/prop-names.ts';
import { type PropKinds, type PropsCheck, shown } from '../props/props-check.ts';
import type { StageSettings } from '../stages/stage-settings.ts';
import { checkTable, checkTableIsOurs } from '../tables/existing-table.ts';
import { TABLE_KINDS, type TableProps } from '../tables/table-props.ts';
import type { IEventTopic } from '../topics/event-topic-base.ts';
import { checkTopics } from './outbox-topics.ts';
import { RELAY_KINDS, type RelayProps, type RelaySettings, relaySettings } from './relay-settings.ts';
import { checkSweepEvery } from './sweep-every.ts';

/** Props for {@link Outbox}. */
export interface OutboxProps extends RelayProps, TableProps {
  /** Every topic that entries may name, at least one. */
  readonly topics: readonly IEventTopic[];
  /**
   * A table of yours to keep entries in: text keys `pk` and `sk`, and a stream that shows new images. It must hold entries
   * only, because the sweeper reads all of it.
   *
   * @default - a new table
   */
  readonly table?: ITable;
  /**
   * How often the sweeper looks for entries that the relay left: 1 to 60 minutes.
   *
   * @default - what the stage says; `Duration.minutes(1)` without one
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
}

/** What remedies name where a rule finds fault with an outbox's resources. */
export const OUTBOX_PROP_NAMES: PropNames<keyof OutboxProps> = {
  construct: 'Outbox',
  props: { AlarmActions: 'alarmActions', DeletionPolicy: 'removalPolicy' },
};

/** Of what kind the props of an outbox are. */
export const OUTBOX_KINDS: PropKinds<OutboxProps> = {
  ...RELAY_KINDS,
  ...TABLE_KINDS,
  topics: listOf(aTopic),
  table: aTable,
  sweepEvery: anything,
  sweepAfter: anything,
  alarmActions: alarmActionList,
};

/** What an outbox's props come to: checked, derived and with the defaults filled in. */
export interface OutboxSettings {
  readonly relay: RelaySettings;
  readonly sweepEverySeconds: number;
  readonly sweepAfterSeconds: number;
}

/** Checks the props of an outbox. */
export function outboxSettings(check: PropsCheck, props: OutboxProps, stage: StageSettings = {}): OutboxSettings {
  checkTopics(check, props.topics);
  if (props.table !== undefined) {
    checkTable(check, props.table, {
      viewTypes: [StreamViewType.NEW_IMAGE, StreamViewType.NEW_AND_OLD_IMAGES],
      keys: [outboxTable.partitionKey, outboxTable.sortKey],
    });
    checkTableIsOurs(check, props);
  }
  checkOrder(check, props);
  return {
    relay: relaySettings(check, props),
    sweepEverySeconds: checkSweepEvery(check, props.sweepEvery ?? stage.sweepEvery ?? Duration.minutes(1)),
    sweepAfterSeconds: check.seconds(props.sweepAfter ?? Duration.minutes(2), {
      code: 'SweepAfterRange',
      prop: 'sweepAfter',
      min: 1,
      max: 3600,
    }),
  };
}

/** Each entry is an item of its own, and Lambda keeps no more than an item's records in order. */
function checkOrder(check: PropsCheck, { topics, parallelizationFactor = 1 }: OutboxProps): void {
  const fifo = topics.find(({ definition }) => definition.fifo);
  if (fifo !== undefined && (Token.isUnresolved(parallelizationFactor) || parallelizationFactor > 1)) {
    check.add(
      'ParallelizationBreaksOrder',
      `parallelizationFactor must be 1 for the FIFO topic ${fifo.definition.name}, got ${shown(parallelizationFactor)}; Lambda keeps the order of an item only, and entries of one ordering key are several`,
    );
  }
}
