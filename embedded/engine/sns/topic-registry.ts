import { arnOf, type Location, nameOf } from '../arn.ts';
import { randomId } from '../random-id.ts';
import { ServiceError } from '../service-error.ts';
import type { EngineRandom } from '../surroundings.ts';
import { checkSubscription, checkSubscriptionAttributes } from './check-subscription.ts';
import { compileFilter, type Filter } from './filter/compile-filter.ts';
import { snsLimits } from './limits.ts';
import type { Protocol, Subscription, SubscriptionAttributes } from './subscription.ts';
import { Topic } from './topic.ts';
import { checkTopic, DEFAULT_TOPIC, type TopicAttributes } from './topic-attributes.ts';

/** What a topic is created with. */
export interface CreateTopic {
  readonly name: string;
  /** @default - AWS's defaults */
  readonly attributes?: Partial<TopicAttributes>;
}

/** What a subscription is made of. */
export interface Subscribe {
  readonly topicArn: string;
  readonly protocol: Protocol;
  readonly endpoint: string;
  readonly attributes?: SubscriptionAttributes;
}

/** The topics and subscriptions of the account, by ARN. */
export class TopicRegistry {
  readonly subscriptions = new Map<string, Subscription>();
  readonly #topics = new Map<string, Topic>();
  readonly #random: EngineRandom;
  readonly #location: Location;

  constructor(random: EngineRandom, location: Location) {
    this.#random = random;
    this.#location = location;
  }

  /** Idempotent for the same attributes. https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
  create({ name, attributes = {} }: CreateTopic): Topic {
    const arn = arnOf('sns', name, this.#location);
    const complete = { ...DEFAULT_TOPIC, ...attributes };
    checkTopic(name, complete);
    const existing = this.#topics.get(arn);
    if (existing !== undefined) {
      const names = Object.keys(attributes) as (keyof TopicAttributes)[];
      if (names.some((key) => existing.attributes[key] !== complete[key])) {
        throw new ServiceError(
          'InvalidParameter',
          `topic '${name}' exists with other attributes; use setTopicAttributes`,
        );
      }
      return existing;
    }
    const topic = new Topic(arn, complete, this.#random);
    this.#topics.set(arn, topic);
    return topic;
  }

  /** @throws ServiceError `NotFound`. */
  get(topicArn: string): Topic {
    const topic = this.#topics.get(topicArn);
    if (topic === undefined) throw new ServiceError('NotFound', `topic '${nameOf(topicArn)}' does not exist`);
    return topic;
  }

  setTopic(topicArn: string, attributes: Partial<TopicAttributes>): void {
    const topic = this.get(topicArn);
    const complete = { ...topic.attributes, ...attributes };
    checkTopic(nameOf(topicArn), complete);
    if (complete.fifoTopic !== topic.attributes.fifoTopic) {
      throw new ServiceError('InvalidParameter', 'fifoTopic can be set only when the topic is created');
    }
    if (topic.attributes.fifoThroughputScope === 'MessageGroup' && complete.fifoThroughputScope === 'Topic') {
      throw new ServiceError('InvalidParameter', 'fifoThroughputScope cannot go back from MessageGroup to Topic');
    }
    const isLarge = complete.maximumMessageSize > snsLimits.defaultMaximumMessageSize;
    if (isLarge && topic.subscriptions.length > snsLimits.fewSubscriptions) {
      throw new ServiceError(
        'InvalidParameter',
        `a topic above 256 KiB may have ${snsLimits.fewSubscriptions} subscriptions, it has ${topic.subscriptions.length}`,
      );
    }
    topic.attributes = complete;
  }

  delete(topicArn: string): void {
    for (const { subscriptionArn } of this.#topics.get(topicArn)?.subscriptions ?? []) {
      this.subscriptions.delete(subscriptionArn);
    }
    this.#topics.delete(topicArn);
  }

  /** Idempotent for the same attributes. https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
  subscribe({ topicArn, protocol, endpoint, attributes = {} }: Subscribe): Subscription {
    const topic = this.get(topicArn);
    const existing = topic.subscriptions.find((one) => one.protocol === protocol && one.endpoint === endpoint);
    if (existing !== undefined) {
      if (JSON.stringify({ ...existing.attributes, ...attributes }) !== JSON.stringify(existing.attributes)) {
        throw new ServiceError(
          'InvalidParameter',
          `${endpoint} is subscribed with other attributes; use setSubscriptionAttributes`,
        );
      }
      return existing;
    }
    checkSubscription(topic, protocol, endpoint);
    checkSubscriptionAttributes(topic, protocol, attributes);
    const filter = filterOf(topic, attributes);
    const subscriptionArn = `${topicArn}:${randomId(this.#random)}`;
    const subscription = { subscriptionArn, topicArn, protocol, endpoint, attributes, filter };
    topic.subscriptions.push(subscription);
    this.subscriptions.set(subscriptionArn, subscription);
    return subscription;
  }

  unsubscribe(subscriptionArn: string): void {
    const subscription = this.subscriptions.get(subscriptionArn);
    if (subscription === undefined) return;
    const { subscriptions } = this.get(subscription.topicArn);
    subscriptions.splice(subscriptions.indexOf(subscription), 1);
    this.subscriptions.delete(subscriptionArn);
  }

  /** @throws ServiceError `NotFound`. */
  subscription(subscriptionArn: string): Subscription {
    const subscription = this.subscriptions.get(subscriptionArn);
    if (subscription === undefined)
      throw new ServiceError('NotFound', `subscription ${subscriptionArn} does not exist`);
    return subscription;
  }

  setSubscription(subscriptionArn: string, attributes: SubscriptionAttributes): void {
    const subscription = this.subscription(subscriptionArn);
    const complete = { ...subscription.attributes, ...attributes };
    const topic = this.get(subscription.topicArn);
    checkSubscriptionAttributes(topic, subscription.protocol, complete);
    subscription.filter = filterOf(topic, complete, subscription);
    subscription.attributes = complete;
  }
}

/** @throws ServiceError for a policy that SNS does not take, or one too many. */
function filterOf(topic: Topic, attributes: SubscriptionAttributes, holder?: Subscription): Filter {
  const { filterPolicy = {}, filterPolicyScope = 'MessageAttributes' } = attributes;
  const others = topic.subscriptions.filter((one) => one !== holder && hasPolicy(one.attributes)).length;
  if (hasPolicy(attributes) && others >= snsLimits.filterPoliciesPerTopic) {
    throw new ServiceError(
      'FilterPolicyLimitExceeded',
      `a topic may have ${snsLimits.filterPoliciesPerTopic} filter policies; remove one first`,
    );
  }
  return compileFilter(filterPolicy, filterPolicyScope);
}

const hasPolicy = ({ filterPolicy = {} }: SubscriptionAttributes): boolean => Object.keys(filterPolicy).length > 0;
