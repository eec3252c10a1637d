import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmStatusWidget,
  CompositeAlarm,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  type IWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ItemOutbox } from '../outbox/item-outbox.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { anything, aRelayedOutbox, aSubscriber, aText, aTopic, listOf } from '../props/prop-kinds.ts';
import { type PropKinds, PropsCheck } from '../props/props-check.ts';
import type { Subscriber } from '../subscribers/subscriber.ts';
import type { IEventTopic } from '../topics/event-topic-base.ts';
import { PERIOD, timeToDrain } from './backlog-metrics.ts';

const FULL_WIDTH = 24;

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
    check.finish();
    this.dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: checked.dashboardName,
      defaultInterval: checked.defaultInterval ?? Duration.hours(3),
    });
    const alarms = shown.flatMap(alarmsOf);
    if (alarms.length > 0) {
      this.dashboard.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms, width: FULL_WIDTH, height: 4 }));
    }
    outboxes.forEach((outbox) => {
      this.#addRow(`Outbox ${outbox.node.path}`, outboxRow(outbox));
    });
    topics.forEach((topic) => {
      this.#addRow(`Topic ${topic.definition.name}`, topicRow(topic));
    });
    subscribers.forEach((subscriber) => {
      this.#addRow(`Subscriber ${subscriber.name}`, subscriberRow(subscriber));
    });
  }

  #addRow(title: string, graphs: readonly GraphWidget[]): void {
    const widgets: IWidget[] = [new TextWidget({ markdown: `## ${title}`, width: FULL_WIDTH, height: 1 })];
    this.dashboard.addWidgets(...widgets);
    this.dashboard.addWidgets(...graphs);
  }
}

const alarmsOf = (construct: Construct): readonly IAlarm[] =>
  construct.node
    .findAll()
    .filter((child): child is Alarm | CompositeAlarm => child instanceof Alarm || child instanceof CompositeAlarm);

const graph = (title: string, width: number, left: IMetric[], right: IMetric[] = []): GraphWidget =>
  new GraphWidget({ title, width, left, right, leftYAxis: { min: 0 }, rightYAxis: { min: 0 } });

const topicRow = (topic: IEventTopic): readonly GraphWidget[] => [
  graph('Published', 12, [topic.metricMessagesPublished()]),
  graph('Not delivered', 12, [topic.metricDeliveriesFailed(), topic.metricMessagesLost()]),
];

function outboxRow(outbox: Outbox | ItemOutbox): readonly GraphWidget[] {
  const age = outbox.metricIteratorAge({ period: PERIOD });
  const relayGraph = graph('Relay: errors, throttles; behind its stream, ms', 8, relaySums(outbox.relay), [age]);
  // What is unpublished of items nobody can count: the relay's age stands for it.
  return outbox instanceof ItemOutbox
    ? [graph('Quarantined', 8, [outbox.metricQuarantined()]), relayGraph]
    : [
        graph('Oldest unpublished, ms', 8, [outbox.metricOldestUnpublished()]),
        graph('Unpublished and quarantined', 8, [outbox.metricUnpublished(), outbox.metricQuarantined()]),
        relayGraph,
      ];
}

const relaySums = (relay: Outbox['relay']): IMetric[] => [
  relay.metricErrors({ statistic: 'Sum', period: PERIOD }),
  relay.metricThrottles({ statistic: 'Sum', period: PERIOD }),
];

function subscriberRow(subscriber: Subscriber): readonly GraphWidget[] {
  const { queue, consumerFunction, settings, topic } = subscriber;
  const noisy = topic.definition.tenantKey === undefined ? [] : [subscriber.metricNoisyTenants()];
  const sum = { statistic: 'Sum', period: PERIOD };
  const rates = [queue.metricNumberOfMessagesSent(sum), queue.metricNumberOfMessagesDeleted(sum)];
  return [
    graph('Backlog; oldest message, s', 6, [subscriber.metricBacklog(), ...noisy], [subscriber.metricOldestMessage()]),
    graph('Came and went; seconds to drain', 6, rates, [timeToDrain(queue, settings.retentionSeconds)]),
    graph('Dead letters and undelivered', 6, [subscriber.metricDeadLetters(), subscriber.metricUndelivered()]),
    ...(consumerFunction === undefined
      ? []
      : [
          graph(
            'Errors and throttles; duration, ms',
            6,
            [consumerFunction.metricErrors(sum), consumerFunction.metricThrottles(sum)],
            [
              consumerFunction.metricDuration({ statistic: 'p50', period: PERIOD }),
              consumerFunction.metricDuration({ statistic: 'p99', period: PERIOD }),
            ],
          ),
        ]),
  ];
}
