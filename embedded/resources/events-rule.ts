import { ACCOUNT_ID, PARTITION, REGION } from '../account.ts';
import { objectList, requiredText } from './property.ts';
import type { ResourceType } from './resource-type.ts';

/** `AWS::Events::Rule` with a schedule, for Lambda targets: `Ref` is the rule's name. */
export const eventsRule: ResourceType = {
  type: 'AWS::Events::Rule',
  properties: ['Name', 'ScheduleExpression', 'State', 'Targets'],
  unsupported: (properties) =>
    properties['ScheduleExpression'] === undefined
      ? 'a rule without a schedule: there is no event bus here'
      : undefined,
  async provision({ properties, name }, { schedules }) {
    const rule = name('Name', { maxLength: 64 });
    const arn = `arn:${PARTITION}:events:${REGION}:${ACCOUNT_ID}:rule/${rule}`;
    for (const target of objectList(properties, 'Targets')) {
      schedules.add({
        name: `${rule}/${target['Id']}`,
        expression: requiredText(properties, 'ScheduleExpression'),
        functionArn: requiredText(target, 'Arn'),
        ...(typeof target['Input'] === 'string' && { input: target['Input'] }),
        enabled: properties['State'] !== 'DISABLED',
      });
    }
    return { ref: rule, attributes: { Arn: arn } };
  },
};
