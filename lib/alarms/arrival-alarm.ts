import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IAlarmAction, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { FanoutAlarm } from './fanout-alarm.ts';

const PERIOD = Duration.minutes(1);

/** Props for {@link ArrivalAlarm}. */
export interface ArrivalAlarmProps {
  readonly queue: IQueue;
  readonly alarmDescription: string;
  readonly alarmActions?: readonly IAlarmAction[];
}

/**
 * Fires when messages arrive in a queue that should stay empty, and again for later arrivals once five minutes without any
 * have passed.
 *
 * An alarm on the number of messages stays in ALARM from the first one on and never rings again, so this one watches how
 * many came: by the difference of those that lie there, which sees what SQS itself moves, or by what was sent, which sees
 * one that was redriven and is back within the minute
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html).
 * Blind to the one that both miss: SQS moves as many messages here as leave in the same minute.
 *
 * A gap repeats what was there before it, or the end of the gap would look like an arrival; where nothing is known, as
 * after SQS stopped reporting for a queue that was idle for six hours, nothing was there. One of five periods, because
 * metrics come late and what is filled in for the last minutes is not the truth yet.
 */
export class ArrivalAlarm extends FanoutAlarm {
  constructor(scope: Construct, id: string, props: ArrivalAlarmProps) {
    const { queue } = props;
    super(scope, id, {
      metric: new MathExpression({
        expression: 'MAX([DIFF(FILL(FILL(visible, REPEAT), 0)), FILL(sent, 0)])',
        usingMetrics: {
          visible: queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: PERIOD }),
          sent: queue.metricNumberOfMessagesSent({ statistic: 'Sum', period: PERIOD }),
        },
        label: 'Messages that arrived',
        period: PERIOD,
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      evaluationPeriods: 5,
      datapointsToAlarm: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: props.alarmDescription,
      alarmActions: props.alarmActions,
    });
  }
}
