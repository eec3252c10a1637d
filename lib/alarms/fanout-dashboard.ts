import { Duration, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmStatusWidget,
  CompositeAlarm,
  Dashboard,
  GraphWidget,
  type IAlarm,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct, type IConstruct } from 'constructs';
import type { ItemOutbox } from '../outbox/item-outbox.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { anything, aRelayedOutbox, aSubscriber, aText, aTopic, listOf } from '../props/prop-kinds.ts';
import { type PropKinds, PropsCheck } from '../props/props-check.ts';
import type { Subscriber } from '../subscribers/subscriber.ts';
import type { IEventTopic } from '../topics/event-topic-base.ts';
import { type Graph, outboxRow, subscriberRow, topicRow } from './dashboard-rows.ts';
import { ForeignMetrics, type Measured } from './foreign-metrics.ts';

const FULL_WIDTH = 24;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
const MAX_WIDGETS = 500;

/** Of one widget. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const MAX_ALARMS = 100;

/** As far back as CloudWatch keeps metrics. */
const DEFAULT_INTERVAL = { code: 'DefaultIntervalRange', prop: 'defaultInterval', min: 60, max: 455 * 86_400 };

/** Props for {@link FanoutDashboard}. At least one thing to show. */
export interface FanoutDashboardProps {
  /**
   * Name of the dashboard, unique in the account.
   *
   * @default - CloudFormation makes one
   */
  readonly dashboardName?: string;
  /**
   * Time that is shown when the dashboard is opened, 1 minute to 455 days.
   *
   * @default Duration.hours(3)
   */
  readonly defaultInterval?: Duration;
  /**
   * Topics to show, in this order.
   *
   * @default - none
   */
  readonly topics?: readonly IEventTopic[];
  /**
   * Outboxes to show, in this order.
   *
   * @default - none
   */
  readonly outboxes?: readonly (Outbox | ItemOutbox)[];
  /**
   * Subscribers to show, in this order. Define `FanoutAlarms` before, and the dashboard shows their state as well.
   *
   * @default - none
   */
  readonly subscribers?: readonly Subscriber[];
}

const DASHBOARD_KINDS: PropKinds<FanoutDashboardProps> = {
  dashboardName: aText,
  defaultInterval: anything,
  topics: listOf(aTopic),
  outboxes: listOf(aRelayedOutbox),
  subscribers: listOf(aSubscriber),
};

/**
 * A fan-out at a glance: the state of its alarms, then a row for each outbox, topic and subscriber. Defines one
 * CloudWatch dashboard.
 */
export class FanoutDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: FanoutDashboardProps) {
    super(scope, id);
    const check = new PropsCheck(this);
    const checked = check.kinds(props, DASHBOARD_KINDS);
    const { topics = [], outboxes = [], subscribers = [] } = checked;
    const shown = [...outboxes, ...topics, ...subscribers];
    if (checked.defaultInterval !== undefined) {
      check.seconds(checked.defaultInterval, DEFAULT_INTERVAL);
    }
    if (shown.length === 0) {
      check.add('DashboardEmpty', 'topics, outboxes or subscribers must name something to show, got none');
    }
    checkRegions(check, this, shown);
    check.finish();
    // Of a subscriber over Regions those of the UndeliveredQueue are beside the topic, not under the subscriber.
    const beside = subscribers.flatMap(({ subscriptionDeadLetterQueue: { node } }) => node.scope ?? []);
    const alarms = [...new Set([...shown, ...beside].flatMap(alarmsOf))];
    const rows: readonly (readonly [string, readonly Graph[]])[] = [
      ...outboxes.map((outbox) => [`Outbox ${outbox.node.path}`, outboxRow(outbox)] as const),
      ...topics.map((topic) => [`Topic ${topic.definition.name}`, topicRow(topic)] as const),
      ...subscribers.map((subscriber) => [`Subscriber ${subscriber.name}`, subscriberRow(subscriber)] as const),
    ];
    const widgets = Math.ceil(alarms.length / MAX_ALARMS) + rows.flat(2).length;
    if (widgets > MAX_WIDGETS) {
      check.add(
        'DashboardTooLarge',
        `a dashboard must have at most ${MAX_WIDGETS} widgets, got ${widgets}; show some of it on another`,
      );
      check.finish();
    }
    this.dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: checked.dashboardName,
      defaultInterval: checked.defaultInterval ?? Duration.hours(3),
    });
    const foreign = new ForeignMetrics(this, [
      ...outboxes.map(({ relay }) => relay),
      ...topics.map(({ topic }) => topic),
      ...subscribers.flatMap(measuredOf),
    ]);
    this.dashboard.addWidgets(...alarmWidgets(alarms.map((alarm) => foreign.alarm(alarm))));
    for (const [title, graphs] of rows) {
      this.dashboard.addWidgets(new TextWidget({ markdown: `## ${title}`, width: FULL_WIDTH, height: 1 }));
      this.dashboard.addWidgets(...graphs.map((one) => widget(one, foreign)));
    }
  }
}

/** Names can be read over Regions only where both are known. */
function checkRegions(check: PropsCheck, dashboard: Construct, shown: readonly Construct[]): void {
  const regionOf = (construct: Construct): string => Stack.of(construct).region;
  const quoted = (region: string): string => (Token.isUnresolved(region) ? 'none' : region);
  const own = regionOf(dashboard);
  for (const construct of shown) {
    const region = regionOf(construct);
    if (Token.compareStrings(region, own) === TokenComparison.ONE_UNRESOLVED) {
      check.add(
        'DashboardRegionUnknown',
        `the stacks of a dashboard and of what it shows must both say their Region, or neither, got ${quoted(region)} for ${construct.node.path} and ${quoted(own)} for the dashboard; set env`,
      );
    }
  }
}

const measuredOf = ({
  queue,
  deadLetterQueue,
  subscriptionDeadLetterQueue,
  consumerFunction,
}: Subscriber): Measured[] => [
  queue,
  deadLetterQueue,
  subscriptionDeadLetterQueue,
  ...(consumerFunction === undefined ? [] : [consumerFunction]),
];

/** The state of all alarms, in as few widgets as may be. */
const alarmWidgets = (alarms: readonly IAlarm[]): readonly AlarmStatusWidget[] =>
  Array.from({ length: Math.ceil(alarms.length / MAX_ALARMS) }, (_, index) => {
    const first = index * MAX_ALARMS;
    const some = alarms.slice(first, first + MAX_ALARMS);
    const title = alarms.length > MAX_ALARMS ? `Alarms ${first + 1} to ${first + some.length}` : 'Alarms';
    return new AlarmStatusWidget({ title, alarms: some, width: FULL_WIDTH, height: 4 });
  });

const alarmsOf = (construct: IConstruct): readonly IAlarm[] =>
  construct.node
    .findAll()
    .filter((child): child is Alarm | CompositeAlarm => child instanceof Alarm || child instanceof CompositeAlarm);

const widget = ({ left, right, ...shape }: Graph, foreign: ForeignMetrics): GraphWidget =>
  new GraphWidget({
    ...shape,
    left: left.map((metric) => foreign.metric(metric)),
    right: right.map((metric) => foreign.metric(metric)),
    leftYAxis: { min: 0 },
    rightYAxis: { min: 0 },
  });
