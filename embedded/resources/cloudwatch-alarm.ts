import { ACCOUNT_ID, PARTITION, REGION } from '../account.ts';
import type { CloudServices } from '../cloud-services.ts';
import type { ResourceRequest, ResourceType } from './resource-type.ts';

/** `AWS::CloudWatch::Alarm`, recorded for `cloud.alarms`: `Ref` is the alarm's name. */
export const cloudwatchAlarm: ResourceType = {
  type: 'AWS::CloudWatch::Alarm',
  properties: ['AlarmName'],
  provision: recordAlarm,
};

/** `AWS::CloudWatch::CompositeAlarm`, recorded for `cloud.alarms`: `Ref` is the alarm's name. */
export const cloudwatchCompositeAlarm: ResourceType = {
  type: 'AWS::CloudWatch::CompositeAlarm',
  properties: ['AlarmName'],
  provision: recordAlarm,
};

async function recordAlarm({ properties, name }: ResourceRequest, { alarms }: CloudServices) {
  const alarm = name('AlarmName', { maxLength: 255 });
  alarms.put({ name: alarm, properties });
  return { ref: alarm, attributes: { Arn: `arn:${PARTITION}:cloudwatch:${REGION}:${ACCOUNT_ID}:alarm:${alarm}` } };
}
