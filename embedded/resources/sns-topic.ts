import { isTrue, objectList, requiredText, textAttributes } from './property.ts';
import type { ResourceType } from './resource-type.ts';

/** Attributes that SNS takes, enforced by the engine or only kept and shown (not-enforced.ts). */
const ATTRIBUTES = [
  'ArchivePolicy',
  'ContentBasedDeduplication',
  'DisplayName',
  'FifoThroughputScope',
  'FifoTopic',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'SignatureVersion',
  'TracingConfig',
];

/** `AWS::SNS::Topic`: `Ref` is the topic's ARN. Subscriptions in the topic itself are made too. */
export const snsTopic: ResourceType = {
  type: 'AWS::SNS::Topic',
  properties: [...ATTRIBUTES, 'Subscription', 'TopicName'],
  async provision({ properties, name }, { sns }) {
    const suffix = isTrue(properties['FifoTopic']) ? '.fifo' : '';
    const TopicName = name('TopicName', { maxLength: 256, suffix });
    const { TopicArn } = await sns<{ TopicArn: string }>('CreateTopic', {
      Name: TopicName,
      Attributes: textAttributes(properties, ATTRIBUTES),
    });
    for (const subscription of objectList(properties, 'Subscription')) {
      await sns('Subscribe', {
        TopicArn,
        Protocol: requiredText(subscription, 'Protocol'),
        Endpoint: requiredText(subscription, 'Endpoint'),
      });
    }
    return { ref: TopicArn, attributes: { TopicArn, TopicName } };
  },
};
