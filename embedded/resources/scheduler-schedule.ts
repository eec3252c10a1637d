import { ACCOUNT_ID, PARTITION, REGION } from '../account.ts';
import { objectProperty, requiredText } from './property.ts';
import type { ResourceType } from './resource-type.ts';

/** `AWS::Scheduler::Schedule` for a Lambda target: `Ref` is the schedule's name. */
export const schedulerSchedule: ResourceType = {
  type: 'AWS::Scheduler::Schedule',
  properties: ['Name', 'ScheduleExpression', 'State', 'Target'],
  async provision({ properties, name }, { schedules }) {
    const schedule = name('Name', { maxLength: 64 });
    const target = objectProperty(properties, 'Target');
    schedules.add({
      name: schedule,
      expression: requiredText(properties, 'ScheduleExpression'),
      functionArn: requiredText(target, 'Arn'),
      ...(typeof target['Input'] === 'string' && { input: target['Input'] }),
      enabled: properties['State'] !== 'DISABLED',
    });
    const arn = `arn:${PARTITION}:scheduler:${REGION}:${ACCOUNT_ID}:schedule/default/${schedule}`;
    return { ref: schedule, attributes: { Arn: arn } };
  },
};
