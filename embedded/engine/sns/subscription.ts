import type { FilterPolicy } from './filter/filter-policy.ts';

/** How a subscription delivers, in AWS's words. https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
export interface SubscriptionAttributes {
  /** @default - every message is delivered */
  readonly filterPolicy?: FilterPolicy;
  /** @default 'MessageAttributes' */
  readonly filterPolicyScope?: 'MessageAttributes' | 'MessageBody';
  /** @default false */
  readonly rawMessageDelivery?: boolean;
  /** The dead-letter queue for what cannot be delivered. */
  readonly redrivePolicy?: { readonly deadLetterTargetArn: string };
}

/** A subscription of a topic. */
export interface Subscription {
  readonly subscriptionArn: string;
  readonly topicArn: string;
  readonly protocol: Protocol;
  /** ARN of the queue, function or delivery stream. */
  readonly endpoint: string;
  attributes: SubscriptionAttributes;
}

/** The protocols between AWS services. */
export type Protocol = 'sqs' | 'lambda' | 'firehose';
