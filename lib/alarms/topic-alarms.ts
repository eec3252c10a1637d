import {
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { EventTopic } from '../topics/event-topic.ts';
import type { IEventTopic } from '../topics/event-topic-base.ts';
import { PERIOD } from './backlog-metrics.ts';
import { FanoutAlarm } from './fanout-alarm.ts';

const FAILING_PERIODS = 3;

/**
 * Alarms on what a topic could not deliver. Defines three, each of which tells somebody; a fourth where the topic logs failed
 * deliveries (`logsDeliveryFailures`).
 */
export class TopicAlarms extends Construct {
  readonly deliveriesFailed: FanoutAlarm;
  readonly messagesLost: FanoutAlarm;
  readonly messagesUnfilterable: FanoutAlarm;
  /** Deliveries fail that SNS has not given up yet. Only of a topic that logs them. */
  readonly deliveriesFailing?: FanoutAlarm;
  readonly #alarmActions: readonly IAlarmAction[];

  constructor(topic: IEventTopic, id: string, alarmActions: readonly IAlarmAction[]) {
    super(topic, id);
    this.#alarmActions = alarmActions;
    const { name } = topic.definition;
    this.deliveriesFailed = this.#alarm(
      'DeliveriesFailedAlarm',
      topic.metricDeliveriesFailed(),
      `SNS gave up deliveries of topic ${name}: a queue's policy or key refuses, or the queue is gone. The messages are in a subscription's dead-letter queue. Repair the queue first, then move them.`,
    );
    this.messagesLost = this.#alarm(
      'MessagesLostAlarm',
      topic.metricMessagesLost(),
      `SNS could put messages of topic ${name} neither into a queue nor into the subscription's dead-letter queue: they are lost there. Repair the policies of both, then replay from the producer's records.`,
    );
    this.messagesUnfilterable = this.#alarm(
      'MessagesUnfilterableAlarm',
      unfilterable(topic),
      `Messages on topic ${name} have attributes or a body that a subscription's filter cannot read, so that it gets none of them. Find the publisher: Fanout's own send what the filters need.`,
    );
    const log = topic instanceof EventTopic ? topic.deliveryFailureLogGroup : undefined;
    if (log !== undefined) {
      // One that SNS repeats at once is none: only what goes on for 15 minutes counts.
      this.deliveriesFailing = this.#alarm(
        'DeliveriesFailingAlarm',
        logEvents(log),
        `Deliveries of topic ${name} have failed for 15 minutes, and SNS tries them again for up to 23 days before it counts one as failed. The topic's log group of failures says which queue, and what it answered.`,
        FAILING_PERIODS,
      );
    }
  }

  #alarm(id: string, metric: IMetric, alarmDescription: string, evaluationPeriods = 1): FanoutAlarm {
    return new FanoutAlarm(this, id, {
      metric,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      evaluationPeriods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription,
      alarmActions: this.#alarmActions,
    });
  }
}

/** Not `metricIncomingLogEvents`, which names a metric that there is not, of no log group. */
const logEvents = ({ logGroupName }: ILogGroup): Metric =>
  new Metric({
    namespace: 'AWS/Logs',
    metricName: 'IncomingLogEvents',
    dimensionsMap: { LogGroupName: logGroupName },
    statistic: 'Sum',
    period: PERIOD,
  });

const unfilterable = ({ topic }: IEventTopic): MathExpression =>
  new MathExpression({
    expression: 'FILL(attributes, 0) + FILL(bodies, 0)',
    usingMetrics: {
      attributes: topic.metric('NumberOfNotificationsFilteredOut-InvalidAttributes', {
        statistic: 'Sum',
        period: PERIOD,
      }),
      bodies: topic.metric('NumberOfNotificationsFilteredOut-InvalidMessageBody', { statistic: 'Sum', period: PERIOD }),
    },
    label: 'Messages that no filter can read',
    period: PERIOD,
  });
