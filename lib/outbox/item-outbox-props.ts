import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { type ITable, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { checkCode } from '../functions/code-check.ts';
import { alarmActionList, anObject, anything, aTable, aText, aTopic, listOf } from '../props/prop-kinds.ts';
import type { PropNames } from '../props/prop-names.ts';
import type { PropKinds, PropsCheck } from '../props/props-check.ts';
import { checkTable } from '../tables/existing-table.ts';
import { TABLE_KINDS, type TableProps } from '../tables/table-props.ts';
import type { IEventTopic } from '../topics/event-topic-base.ts';
import { checkTopics } from './outbox-topics.ts';
import { RELAY_KINDS, type RelayProps, type RelaySettings, relaySettings } from './relay-settings.ts';

/** A relay of your own: its handler calls `lambdaItemRelay(process.env, derivation)`. */
export interface DerivingRelayProps {
  /** The bundled handler, for example `Code.fromAsset('bundles/order-events')`. */
  readonly code: Code;
  /**
   * Exported handler, made by `lambdaItemRelay`.
   *
   * @default 'index.handler'
   */
  readonly handler?: string;
}

/** Props for {@link ItemOutbox}. Key, recovery and protection are those of the quarantine table. */
export interface ItemOutboxProps extends RelayProps, TableProps {
  /** Every topic that events may name, at least one. */
  readonly topics: readonly IEventTopic[];
  /**
   * The business table whose items carry events, or are what events are derived from. Its stream must show new and old
   * images, and may have one more reader.
   */
  readonly table: ITable;
  /**
   * The relay that derives events from items. Those that ride in items are published as well.
   *
   * @default - Fanout's own relay, which publishes the events that ride in items
   */
  readonly derivingRelay?: DerivingRelayProps;
  /**
   * Who is told when the relay is late, failing or throttled, or an event is quarantined.
   *
   * @default - nobody; the alarms change their state only
   */
  readonly alarmActions?: readonly IAlarmAction[];
}

/** What remedies name where a rule finds fault with an item outbox's resources. */
export const ITEM_OUTBOX_PROP_NAMES: PropNames<keyof ItemOutboxProps> = {
  construct: 'ItemOutbox',
  props: { AlarmActions: 'alarmActions', DeletionPolicy: 'removalPolicy' },
};

/** Of what kind the props of an item outbox are. */
export const ITEM_OUTBOX_KINDS: PropKinds<ItemOutboxProps> = {
  ...RELAY_KINDS,
  ...TABLE_KINDS,
  topics: listOf(aTopic),
  table: aTable,
  derivingRelay: anObject,
  alarmActions: alarmActionList,
};

const DERIVING_RELAY_KINDS: PropKinds<DerivingRelayProps> = { code: anything, handler: aText };

/** Checks the props of an item outbox. */
export function itemOutboxSettings(check: PropsCheck, props: ItemOutboxProps): RelaySettings {
  checkTopics(check, props.topics);
  // Without old images every event of an item would seem new at each of its changes.
  checkTable(check, props.table, { viewTypes: [StreamViewType.NEW_AND_OLD_IMAGES] });
  if (props.derivingRelay !== undefined) {
    const { code, handler } = check.kinds(props.derivingRelay, DERIVING_RELAY_KINDS, { of: 'derivingRelay' });
    checkCode(check, code, handler);
  }
  return relaySettings(check, props);
}
