import { ACCOUNT_ID, PARTITION, REGION } from '../account.ts';
import { requiredText } from './property.ts';
import type { ResourceType } from './resource-type.ts';

/** `AWS::Lambda::EventSourceMapping` of a queue or a table's stream: `Ref` is the mapping's UUID. */
export const lambdaEventSourceMapping: ResourceType = {
  type: 'AWS::Lambda::EventSourceMapping',
  properties: [
    'BatchSize',
    'BisectBatchOnFunctionError',
    'DestinationConfig',
    'Enabled',
    'EventSourceArn',
    'FilterCriteria',
    'FunctionName',
    'FunctionResponseTypes',
    'MaximumBatchingWindowInSeconds',
    'MaximumRecordAgeInSeconds',
    'MaximumRetryAttempts',
    'ParallelizationFactor',
    'ScalingConfig',
    'StartingPosition',
  ],
  unsupported: (properties) =>
    properties['EventSourceArn'] === undefined
      ? 'an event source that is not a queue or a stream with an ARN'
      : undefined,
  async provision({ properties }, { mappings }) {
    requiredText(properties, 'EventSourceArn');
    requiredText(properties, 'FunctionName');
    const { uuid } = mappings.create(properties);
    const arn = `arn:${PARTITION}:lambda:${REGION}:${ACCOUNT_ID}:event-source-mapping:${uuid}`;
    return { ref: uuid, attributes: { Id: uuid, EventSourceMappingArn: arn } };
  },
};
