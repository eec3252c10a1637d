import {
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { IEventTopic } from '../topics/event-topic-base.ts';
import { PERIOD } from './backlog-metrics.ts';
import { FanoutAlarm } from './fanout-alarm.ts';

/** Alarms on what a topic could not deliver. Defines three, each of which tells somebody. */
export class TopicAlarms extends Construct {
  readonly deliveriesFailed: FanoutAlarm;
  readonly messagesLost: FanoutAlarm;
  readonly messagesUnfilterable: FanoutAlarm;
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
  }

  #alarm(id: string, metric: IMetric, alarmDescription: string): FanoutAlarm {
    return new FanoutAlarm(this, id, {
      metric,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription,
      alarmActions: this.#alarmActions,
    });
  }
}

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
