import { Duration } from 'aws-cdk-lib';
import { type Alarm, ComparisonOperator, type IAlarmAction, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ArrivalAlarm } from '../alarms/arrival-alarm.ts';
import { FanoutAlarm } from '../alarms/fanout-alarm.ts';
import type { SubscriberSettings } from './subscriber-settings.ts';
import { undeliveredDescription } from './undelivered-queue.ts';

/** Props for {@link SubscriberAlarms}. */
export interface SubscriberAlarmsProps {
  readonly queue: IQueue;
  readonly deadLetterQueue: IQueue;
  /** Undefined when it has an alarm elsewhere. */
  readonly subscriptionDeadLetterQueue?: IQueue;
  readonly name: string;
  readonly settings: Pick<SubscriberSettings, 'oldestMessageSeconds' | 'deadLetterRetentionSeconds'>;
  readonly alarmActions?: readonly IAlarmAction[];
}

/** The alarms of a subscriber. Defines three CloudWatch alarms, two when undelivered messages are watched elsewhere. */
export class SubscriberAlarms extends Construct {
  readonly deadLetter: Alarm;
  readonly subscriptionDeadLetter?: Alarm;
  readonly oldestMessage: Alarm;

  constructor(scope: Construct, id: string, props: SubscriberAlarmsProps) {
    super(scope, id);
    const { name, alarmActions, settings } = props;
    const deadLettersLive = Duration.seconds(settings.deadLetterRetentionSeconds).toHumanString();
    this.deadLetter = new ArrivalAlarm(this, 'DeadLetterAlarm', {
      queue: props.deadLetterQueue,
      alarmDescription: `Messages of ${name} were dead-lettered. Each says why in its attribute fanout-failure; they expire after ${deadLettersLive}.`,
      alarmActions,
    });
    this.subscriptionDeadLetter =
      props.subscriptionDeadLetterQueue &&
      new ArrivalAlarm(this, 'SubscriptionDeadLetterAlarm', {
        queue: props.subscriptionDeadLetterQueue,
        alarmDescription: undeliveredDescription(name),
        alarmActions,
      });
    this.oldestMessage = new FanoutAlarm(this, 'OldestMessageAlarm', {
      metric: props.queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', period: Duration.minutes(5) }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: settings.oldestMessageSeconds,
      evaluationPeriods: 1,
      // SQS reports nothing for a queue that was empty for hours.
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `Messages wait for ${name}: it is stopped, throttled, failing or too slow. On standard queues the metric leaves out messages received three times or more.`,
      alarmActions,
    });
  }
}
