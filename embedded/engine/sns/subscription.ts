import type { Filter } from './filter/compile-filter.ts';
import type { FilterPolicy, FilterPolicyScope } from './filter/filter-policy.ts';

/** How a subscription delivers, in AWS's words. https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
export interface SubscriptionAttributes {
  /**
   * One without keys is as good as none.
   *
   * @default - every message is delivered
   */
  readonly filterPolicy?: FilterPolicy;
  /** @default 'MessageAttributes' */
  readonly filterPolicyScope?: FilterPolicyScope;
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
  /** The filter policy, ready to use. */
  filter: Filter;
}

/** The protocols between AWS services. */
export type Protocol = 'sqs' | 'lambda' | 'firehose';
