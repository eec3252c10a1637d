import { requiredText, textAttributes } from './property.ts';
import type { ResourceType } from './resource-type.ts';

/** Attributes that SNS takes, enforced by the engine or only kept and shown (not-enforced.ts). */
const ATTRIBUTES = [
  'DeliveryPolicy',
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
  'ReplayPolicy',
  'SubscriptionRoleArn',
];

/** `AWS::SNS::Subscription` of a queue: `Ref` is the subscription's ARN. */
export const snsSubscription: ResourceType = {
  type: 'AWS::SNS::Subscription',
  properties: [...ATTRIBUTES, 'Endpoint', 'Protocol', 'TopicArn'],
  unsupported: ({ Protocol }) =>
    Protocol === 'sqs' ? undefined : `protocol ${JSON.stringify(Protocol)}: only "sqs" delivers here`,
  async provision({ properties }, { sns }) {
    const { SubscriptionArn } = await sns<{ SubscriptionArn: string }>('Subscribe', {
      TopicArn: requiredText(properties, 'TopicArn'),
      Protocol: requiredText(properties, 'Protocol'),
      Endpoint: requiredText(properties, 'Endpoint'),
      Attributes: textAttributes(properties, ATTRIBUTES),
    });
    return { ref: SubscriptionArn, attributes: { Arn: SubscriptionArn } };
  },
};
