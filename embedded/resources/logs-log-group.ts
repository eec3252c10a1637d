import { ACCOUNT_ID, PARTITION, REGION } from '../account.ts';
import type { ResourceType } from './resource-type.ts';

/** `AWS::Logs::LogGroup`: `Ref` is the group's name. */
export const logsLogGroup: ResourceType = {
  type: 'AWS::Logs::LogGroup',
  properties: ['LogGroupName'],
  async provision({ name }, { logs }) {
    const group = name('LogGroupName', { maxLength: 512 });
    logs.createGroup(group);
    return { ref: group, attributes: { Arn: `arn:${PARTITION}:logs:${REGION}:${ACCOUNT_ID}:log-group:${group}:*` } };
  },
};
