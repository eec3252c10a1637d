import { ComparisonOperator, type IAlarmAction, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { DEAD_LETTER_RETENTION, TIME_TO_ACT } from '../retention.ts';
import { PERIOD } from './backlog-metrics.ts';
import { FanoutAlarm } from './fanout-alarm.ts';

/** Props for {@link UndeliveredExpiryAlarm}. */
export interface UndeliveredExpiryAlarmProps {
  /** The dead-letter queue of a subscription. */
  readonly queue: IQueue;
  /** Name of the subscriber. */
  readonly subscriber: string;
  readonly alarmActions?: readonly IAlarmAction[];
}

/** Fires when what SNS could not deliver expires in three days. SNS sends it there, which starts its clock. */
export class UndeliveredExpiryAlarm extends FanoutAlarm {
  constructor(scope: Construct, id: string, { queue, subscriber, alarmActions }: UndeliveredExpiryAlarmProps) {
    super(scope, id, {
      metric: queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', period: PERIOD }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: DEAD_LETTER_RETENTION.minus(TIME_TO_ACT).toSeconds(),
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `Messages that SNS could not deliver to ${subscriber} expire in three days. Repair the policy or key of its queue, then move them there, or save them elsewhere: nobody can after that.`,
      alarmActions,
    });
  }
}
