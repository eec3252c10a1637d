import type { Stack } from 'aws-cdk-lib';
import { type CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnAlias } from 'aws-cdk-lib/aws-kms';
import { CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { breaks } from './breaks.ts';
import { keyStatement, plainAlarm, plainKey } from './plain-fanout.ts';

const CLOUDWATCH = 'cloudwatch.amazonaws.com';

breaks('G7 alarms', [
  {
    rule: 'Fanout-AlarmTopicPolicyWithoutCloudWatch',
    what: 'an alarm topic whose policy only refuses plain HTTP',
    good: (stack) => ringOn(stack, new CfnTopic(stack, 'OnCall')),
    bad: (stack) => {
      const onCall = new CfnTopic(stack, 'OnCall');
      new CfnTopicPolicy(stack, 'OnCallPolicy', {
        topics: [onCall.ref],
        policyDocument: {
          Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: onCall.ref }],
        },
      });
      ringOn(stack, onCall);
    },
  },
  {
    rule: 'Fanout-AlarmTopicKeyWithoutCloudWatch',
    what: 'an alarm topic whose key CloudWatch may not use',
    good: (stack) => {
      const key = plainKey(stack, 'Key', keyStatement(CLOUDWATCH));
      ringOn(stack, new CfnTopic(stack, 'OnCall', { kmsMasterKeyId: key.ref }));
    },
    bad: (stack) => {
      const alias = new CfnAlias(stack, 'Alias', {
        aliasName: 'alias/on-call',
        targetKeyId: plainKey(stack, 'Key').ref,
      });
      ringOn(stack, new CfnTopic(stack, 'OnCall', { kmsMasterKeyId: alias.ref }));
    },
  },
  {
    rule: 'Fanout-AlarmTopicUnderManagedKey',
    what: 'an alarm topic under alias/aws/sns',
    good: (stack) => ringOn(stack, new CfnTopic(stack, 'OnCall')),
    bad: (stack) => ringOn(stack, new CfnTopic(stack, 'OnCall', { kmsMasterKeyId: 'alias/aws/sns' })),
  },
  {
    rule: 'Fanout-AlarmWithoutAction',
    what: 'an alarm in a composite alarm that tells nobody either',
    good: (stack) => ringInComposite(stack, ['arn:aws:sns:eu-central-1:111122223333:on-call']),
    bad: (stack) => ringInComposite(stack, undefined),
  },
]);

const ringOn = (stack: Stack, topic: CfnTopic): void => {
  plainAlarm(stack, 'Alarm', new CfnQueue(stack, 'Watched'), { alarmActions: [topic.ref] });
};

function ringInComposite(stack: Stack, alarmActions: string[] | undefined): void {
  const alarm: CfnAlarm = plainAlarm(stack, 'Alarm', new CfnQueue(stack, 'Watched'), { alarmActions: undefined });
  new CfnCompositeAlarm(stack, 'Composite', { alarmRule: `ALARM("${alarm.attrArn}")`, alarmActions });
}
