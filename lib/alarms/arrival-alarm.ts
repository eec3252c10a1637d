import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IAlarmAction, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { FanoutAlarm } from './fanout-alarm.ts';

const PERIOD = Duration.minutes(5);

/** Props for {@link ArrivalAlarm}. */
export interface ArrivalAlarmProps {
  readonly queue: IQueue;
  readonly alarmDescription: string;
  readonly alarmActions?: readonly IAlarmAction[];
}

/**
 * Fires whenever messages arrive in a queue that should stay empty, and again for later arrivals.
 *
 * An alarm on the number of messages stays in ALARM from the first one on and never rings again, so this one watches the
 * difference. `NumberOfMessagesSent` would miss what SQS itself moves
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html).
 * Missing data count as zero, because SQS stops reporting for a queue that was idle for six hours and a difference with
 * nothing is nothing. One of two periods, because a difference needs two points.
 */
export class ArrivalAlarm extends FanoutAlarm {
  constructor(scope: Construct, id: string, props: ArrivalAlarmProps) {
    super(scope, id, {
      metric: new MathExpression({
        expression: 'DIFF(FILL(visible, 0))',
        usingMetrics: {
          visible: props.queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: PERIOD }),
        },
        label: 'Messages that arrived',
        period: PERIOD,
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      evaluationPeriods: 2,
      datapointsToAlarm: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: props.alarmDescription,
      alarmActions: props.alarmActions,
    });
  }
}
