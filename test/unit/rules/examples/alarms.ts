import type { Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AlarmTopicAction } from '../../../../lib/index.ts';
import type { Examples } from './example.ts';

const alarmOn = (stack: Stack): Alarm =>
  new Queue(stack, 'Queue')
    .metricApproximateAgeOfOldestMessage()
    .createAlarm(stack, 'Alarm', { threshold: 3600, evaluationPeriods: 1 });

export const alarmExamples: Examples = {
  'Fanout-AlarmWithoutAction': {
    refused(stack) {
      alarmOn(stack);
    },
    accepted(stack) {
      alarmOn(stack).addAlarmAction(new SnsAction(new Topic(stack, 'OnCall')));
    },
  },
  'Fanout-AlarmTopicPolicyWithoutCloudWatch': {
    refused(stack) {
      const onCall = new Topic(stack, 'OnCall', { enforceSSL: true });
      alarmOn(stack).addAlarmAction(new SnsAction(onCall));
    },
    accepted(stack) {
      const onCall = new Topic(stack, 'OnCall', { enforceSSL: true });
      alarmOn(stack).addAlarmAction(new AlarmTopicAction(onCall));
    },
  },
  'Fanout-AlarmTopicKeyWithoutCloudWatch': {
    refused(stack) {
      const onCall = new Topic(stack, 'OnCall', { masterKey: new Key(stack, 'Key') });
      alarmOn(stack).addAlarmAction(new SnsAction(onCall));
    },
    accepted(stack) {
      const onCall = new Topic(stack, 'OnCall', { masterKey: new Key(stack, 'Key') });
      alarmOn(stack).addAlarmAction(new AlarmTopicAction(onCall));
    },
  },
  'Fanout-AlarmTopicUnderManagedKey': {
    refused(stack) {
      const onCall = new Topic(stack, 'OnCall');
      (onCall.node.defaultChild as CfnTopic).kmsMasterKeyId = 'alias/aws/sns';
      alarmOn(stack).addAlarmAction(new SnsAction(onCall));
    },
    accepted(stack) {
      const onCall = new Topic(stack, 'OnCall');
      alarmOn(stack).addAlarmAction(new SnsAction(onCall));
    },
  },
};
