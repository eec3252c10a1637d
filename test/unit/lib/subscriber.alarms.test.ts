import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { addSubscriber, emptyStack, subscriberTemplate } from './sample-stack.ts';
import { resourceNamed, resourcesOf } from './template-reading.ts';

const ALARM = 'AWS::CloudWatch::Alarm';

/** A metric of a queue, minute by minute. */
const metricOf = (Id: string, MetricName: string, Stat: string) => ({
  Id,
  ReturnData: false,
  MetricStat: {
    Metric: {
      MetricName,
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [expect.any(String), 'QueueName'] } }],
    },
    Stat,
    Period: 60,
  },
});

describe('the alarms of a subscriber', () => {
  it.each([
    ['InventoryAlarmsDeadLetterAlarm', 'InventoryDeadLetterQueue'],
    ['InventoryAlarmsSubscriptionDeadLetterAlarm', 'InventorySubscriptionDeadLetterQueue'],
  ])('G1 ring at arrivals (%s): what lies there now and did not a minute ago, or was sent', (alarm, queue) => {
    const { Properties: properties } = resourceNamed(subscriberTemplate(), ALARM, alarm);

    expect(properties).toMatchObject({
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 0,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 1,
      TreatMissingData: 'notBreaching',
      Metrics: [
        { Expression: 'MAX([DIFF(FILL(FILL(visible, REPEAT), 0)), FILL(sent, 0)])', ReturnData: true },
        metricOf('visible', 'ApproximateNumberOfMessagesVisible', 'Maximum'),
        metricOf('sent', 'NumberOfMessagesSent', 'Sum'),
      ],
    });
    expect(JSON.stringify(properties['Metrics'])).toMatch(new RegExp(`"${queue}[0-9A-F]{8}"`));
  });

  it('G1 ring when messages wait for too long', () => {
    const template = subscriberTemplate({ oldestMessageAlarmAfter: Duration.minutes(5) });

    expect(resourceNamed(template, ALARM, 'InventoryAlarmsOldestMessageAlarm').Properties).toMatchObject({
      MetricName: 'ApproximateAgeOfOldestMessage',
      Statistic: 'Maximum',
      Threshold: 300,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  it('tell whoever is asked for, and say what to do', () => {
    const stack = emptyStack();
    addSubscriber(stack, { alarmActions: [new SnsAction(new Topic(stack, 'OnCall'))] });

    const alarms = Object.values(resourcesOf(Template.fromStack(stack), ALARM));
    expect(alarms).toHaveLength(3);
    for (const { Properties: properties } of alarms) {
      expect(properties['AlarmActions']).toStrictEqual([{ Ref: expect.stringMatching(/^OnCall/) }]);
      expect(properties['AlarmDescription']).toEqual(expect.stringContaining('inventory'));
    }
  });
});
