import type { GraphResource } from './graph-resource.ts';
import { flagOf, listOf, recordOf } from './property-values.ts';
import { isIntrinsic } from './reference.ts';

/** A subscription of the app, also one that a topic lists itself. */
export interface SubscriptionNode {
  /** The subscription, or the topic that lists it. */
  readonly resource: GraphResource;
  readonly topic: unknown;
  /** Region of the topic, a token when the stack has no known one. */
  readonly topicRegion: string;
  readonly protocol: unknown;
  readonly endpoint: unknown;
  readonly rawDelivery?: boolean;
  readonly filterPolicy: unknown;
  readonly filterScope: unknown;
  /** ARN of its dead-letter queue; undefined when it has none. */
  readonly deadLetterTarget: unknown;
}

/** Reads an `AWS::SNS::Subscription`. */
export function readSubscription(resource: GraphResource): SubscriptionNode {
  const { properties } = resource;
  const redrive = properties['RedrivePolicy'];
  return {
    resource,
    topic: properties['TopicArn'],
    topicRegion: typeof properties['Region'] === 'string' ? properties['Region'] : resource.stack.region,
    protocol: properties['Protocol'],
    endpoint: properties['Endpoint'],
    rawDelivery: flagOf(properties['RawMessageDelivery']),
    filterPolicy: properties['FilterPolicy'],
    filterScope: properties['FilterPolicyScope'] ?? 'MessageAttributes',
    deadLetterTarget: isIntrinsic(redrive) ? redrive : recordOf(redrive)['deadLetterTargetArn'],
  };
}

/** Reads the subscriptions in the property `Subscription` of a topic. They have no filter and no dead-letter queue. */
export const readListedSubscriptions = (topic: GraphResource, topicArn: unknown): readonly SubscriptionNode[] =>
  listOf(topic.properties['Subscription']).map((listed) => ({
    resource: topic,
    topic: topicArn,
    topicRegion: topic.stack.region,
    protocol: recordOf(listed)['Protocol'],
    endpoint: recordOf(listed)['Endpoint'],
    rawDelivery: false,
    filterPolicy: undefined,
    filterScope: undefined,
    deadLetterTarget: undefined,
  }));
