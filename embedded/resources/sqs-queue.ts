import { ACCOUNT_ID, PARTITION, REGION } from '../account.ts';
import { isTrue, textAttributes } from './property.ts';
import type { ResourceType } from './resource-type.ts';

/** Attributes that SQS takes, enforced by the engine or only kept and shown (not-enforced.ts). */
const ATTRIBUTES = [
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoQueue',
  'FifoThroughputLimit',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
];

/** `AWS::SQS::Queue`: `Ref` is the queue's URL. */
export const sqsQueue: ResourceType = {
  type: 'AWS::SQS::Queue',
  properties: [...ATTRIBUTES, 'QueueName'],
  async provision({ properties, name }, { sqs }) {
    const suffix = isTrue(properties['FifoQueue']) ? '.fifo' : '';
    const QueueName = name('QueueName', { maxLength: 80, suffix });
    const { QueueUrl } = await sqs<{ QueueUrl: string }>('CreateQueue', {
      QueueName,
      Attributes: textAttributes(properties, ATTRIBUTES),
    });
    const Arn = `arn:${PARTITION}:sqs:${REGION}:${ACCOUNT_ID}:${QueueName}`;
    return { ref: QueueUrl, attributes: { Arn, QueueName, QueueUrl } };
  },
};
