import { ACCOUNT_ID, PARTITION, REGION } from '../account.ts';
import type { CloudServices } from '../cloud-services.ts';
import { ServiceError } from '../service-call.ts';
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
  async provision({ properties }, { mappings, sqs, lambda }) {
    const source = requiredText(properties, 'EventSourceArn');
    const functionName = requiredText(properties, 'FunctionName');
    if (source.includes(':sqs:')) await assertHidesLongEnough(source, functionName, { sqs, lambda });
    const { uuid } = mappings.create(properties);
    const arn = `arn:${PARTITION}:lambda:${REGION}:${ACCOUNT_ID}:event-source-mapping:${uuid}`;
    return { ref: uuid, attributes: { Id: uuid, EventSourceMappingArn: arn } };
  },
};

/**
 * Lambda refuses a queue that would show a message again while a function may still work on it:
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html.
 */
async function assertHidesLongEnough(
  queueArn: string,
  functionName: string,
  { sqs, lambda }: Pick<CloudServices, 'sqs' | 'lambda'>,
): Promise<void> {
  const QueueName = queueArn.split(':').at(-1);
  const { QueueUrl } = await sqs<{ QueueUrl: string }>('GetQueueUrl', { QueueName });
  const { Attributes } = await sqs<{ Attributes: { VisibilityTimeout: string } }>('GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['VisibilityTimeout'],
  });
  const visibilitySeconds = Number(Attributes.VisibilityTimeout);
  const timeoutSeconds = lambda.configuration(functionName)?.timeoutSeconds ?? 0;
  if (visibilitySeconds < timeoutSeconds) {
    throw new ServiceError(
      'InvalidParameterValueException',
      `Queue visibility timeout: ${visibilitySeconds} seconds is less than Function timeout: ${timeoutSeconds} seconds`,
      400,
    );
  }
}
