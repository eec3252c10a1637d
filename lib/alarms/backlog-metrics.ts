import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/** Period of the metrics of subscribers' and topics' health. */
export const PERIOD = Duration.minutes(5);

/** Fewer waiting messages than this are no backlog, however they got there. */
const BACKLOG_FLOOR = 100;

/**
 * Seconds until the messages that wait now are handled, at the rate at which messages are handled now.
 *
 * The rate is that of deletions alone. With the arrivals taken off, as is often done, the time is negative while the queue
 * grows, and an alarm on it is silent when it matters most. While nothing is handled the answer is the retention period:
 * then the messages expire. 0 below the floor: a few messages behind one that takes long are no backlog, and the alarm on the
 * oldest message sees those that wait for a stopped consumer. Missing data count as zero, because SQS reports nothing for a
 * queue that was idle for hours.
 */
export function timeToDrain(queue: IQueue, retentionSeconds: number): MathExpression {
  return new MathExpression({
    expression: `IF(waiting > ${BACKLOG_FLOOR}, IF(handled > 0, waiting * ${PERIOD.toSeconds()} / handled, ${retentionSeconds}), 0)`,
    usingMetrics: {
      waiting: waiting(queue),
      handled: new MathExpression({
        expression: 'FILL(deleted, 0)',
        usingMetrics: { deleted: queue.metricNumberOfMessagesDeleted({ statistic: 'Sum', period: PERIOD }) },
        period: PERIOD,
      }),
    },
    label: 'Seconds to drain',
    period: PERIOD,
  });
}

/** By how many messages the backlog grew in a period; 0 below the floor. */
export function backlogGrowth(queue: IQueue): MathExpression {
  return new MathExpression({
    expression: `IF(waiting > ${BACKLOG_FLOOR}, DIFF(waiting), 0)`,
    usingMetrics: { waiting: waiting(queue) },
    label: 'Growth of the backlog',
    period: PERIOD,
  });
}

/**
 * 1 when many messages wait and few message groups are being handled, else 0: the others wait for the heads of those few
 * groups, and more concurrency would not help.
 */
export function groupSkew(queue: IQueue, fewGroups: number): MathExpression {
  return new MathExpression({
    expression: `IF(waiting > ${BACKLOG_FLOOR} AND groups > 0 AND groups <= ${fewGroups}, 1, 0)`,
    usingMetrics: {
      waiting: waiting(queue),
      groups: queue.metric('ApproximateNumberOfGroupsWithInflightMessages', { statistic: 'Maximum', period: PERIOD }),
    },
    label: 'Few groups hold up many messages',
    period: PERIOD,
  });
}

const waiting = (queue: IQueue): IMetric =>
  new MathExpression({
    expression: 'FILL(visible, 0)',
    usingMetrics: {
      visible: queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Average', period: PERIOD }),
    },
    label: 'Waiting',
    period: PERIOD,
  });
