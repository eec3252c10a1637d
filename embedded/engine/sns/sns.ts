import type { Location } from '../arn.ts';
import { type BatchEntry, type BatchResult, checkBatch, runBatch } from '../batch-request.ts';
import { ServiceError } from '../service-error.ts';
import type { SentMessage } from '../sqs/message.ts';
import type { Sqs } from '../sqs/sqs.ts';
import type { EngineClock, Surroundings } from '../surroundings.ts';
import { publishedBytes } from './check-publish.ts';
import { Deliveries } from './deliveries.ts';
import type { Delivery, DeliveryFault } from './delivery.ts';
import { type DeliveryEndpoint, handOver, type UndeliveredMessage } from './endpoints.ts';
import type { PublishedMessage } from './message.ts';
import { queueMessage } from './notification.ts';
import type { Subscription, SubscriptionAttributes } from './subscription.ts';
import type { Topic } from './topic.ts';
import type { TopicAttributes } from './topic-attributes.ts';
import { type CreateTopic, type Subscribe, TopicRegistry } from './topic-registry.ts';

/** Where the topics are, and what they deliver to. */
export interface SnsOptions extends Location {
  /** The queues. */
  readonly sqs: Sqs;
  /**
   * The functions and delivery streams: takes what SNS delivers to `endpoint`, and throws `ServiceError` when it does not.
   *
   * @default - deliveries to them are lost
   */
  readonly endpoint?: DeliveryEndpoint;
  /** @default - every attempt succeeds */
  readonly fault?: DeliveryFault;
}

type OfTopic<T> = T & { readonly topicArn: string };

/**
 * A model of SNS by its documentation, without time-outs, input or output: each call first does what is due by the clock, and
 * delivers at once what it can. Methods are AWS's actions and throw {@link ServiceError} with AWS's codes.
 * https://docs.aws.amazon.com/sns/latest/api/API_Operations.html
 */
export class Sns {
  /** What could be delivered neither to its endpoint nor to a dead-letter queue: for checkers, AWS has only a metric. */
  readonly undelivered: UndeliveredMessage[] = [];
  readonly #clock: EngineClock;
  readonly #sqs: Sqs;
  readonly #registry: TopicRegistry;
  readonly #deliveries: Deliveries;

  constructor({ clock, random }: Surroundings, { sqs, endpoint, fault, ...location }: SnsOptions) {
    this.#clock = clock;
    this.#sqs = sqs;
    this.#registry = new TopicRegistry(random, location);
    this.#deliveries = new Deliveries({
      fault,
      handOver: (delivery) => handOver(delivery, sqs, endpoint),
      giveUp: (delivery, reason) => this.#giveUp(delivery, reason),
      isSubscribed: ({ subscriptionArn }) => this.#registry.subscriptions.has(subscriptionArn),
    });
  }

  /** When a call would find something changed that nobody called for: another attempt to deliver, or a late arrival. */
  nextChangeAt(): number | undefined {
    return this.#deliveries.nextChangeAt();
  }

  /** Delivers what is due by the clock. Every other call does so first. */
  deliverDue(): void {
    this.#now();
  }

  createTopic(request: CreateTopic): { readonly topicArn: string } {
    this.#now();
    return { topicArn: this.#registry.create(request).arn };
  }

  /** Idempotent. Its subscriptions go with it. */
  deleteTopic({ topicArn }: OfTopic<object>): void {
    this.#now();
    this.#registry.delete(topicArn);
  }

  getTopicAttributes({ topicArn }: OfTopic<object>): TopicAttributes {
    return this.#registry.get(topicArn).attributes;
  }

  setTopicAttributes({ topicArn, attributes }: OfTopic<{ readonly attributes: Partial<TopicAttributes> }>): void {
    this.#now();
    this.#registry.setTopic(topicArn, attributes);
  }

  /** Idempotent: the same endpoint again is the same subscription. */
  subscribe(request: Subscribe): { readonly subscriptionArn: string } {
    this.#now();
    return { subscriptionArn: this.#registry.subscribe(request).subscriptionArn };
  }

  /** Idempotent. */
  unsubscribe({ subscriptionArn }: { readonly subscriptionArn: string }): void {
    this.#now();
    this.#registry.unsubscribe(subscriptionArn);
  }

  getSubscriptionAttributes({ subscriptionArn }: { readonly subscriptionArn: string }): Readonly<Subscription> {
    return this.#registry.subscription(subscriptionArn);
  }

  setSubscriptionAttributes({
    subscriptionArn,
    attributes,
  }: {
    readonly subscriptionArn: string;
    readonly attributes: SubscriptionAttributes;
  }): void {
    this.#now();
    this.#registry.setSubscription(subscriptionArn, attributes);
  }

  listSubscriptionsByTopic({ topicArn }: OfTopic<object>): {
    readonly subscriptions: readonly Readonly<Subscription>[];
  } {
    return { subscriptions: this.#registry.get(topicArn).subscriptions };
  }

  publish({ topicArn, ...message }: OfTopic<PublishedMessage>): SentMessage {
    const now = this.#now();
    return this.#publish(this.#registry.get(topicArn), message, now);
  }

  /** @throws ServiceError `BatchRequestTooLong` when all entries together are larger than the topic's messages may be. */
  publishBatch({
    topicArn,
    entries,
  }: OfTopic<{ readonly entries: readonly (BatchEntry & PublishedMessage)[] }>): BatchResult<BatchEntry & SentMessage> {
    const now = this.#now();
    const topic = this.#registry.get(topicArn);
    checkBatch(entries);
    const bytes = entries.reduce((total, entry) => total + publishedBytes(entry), 0);
    if (bytes > topic.attributes.maximumMessageSize) {
      throw new ServiceError(
        'BatchRequestTooLong',
        `all messages of a batch must be at most ${topic.attributes.maximumMessageSize} bytes together, got ${bytes}`,
      );
    }
    return runBatch(entries, (entry) => ({ id: entry.id, ...this.#publish(topic, entry, now) }));
  }

  #publish(topic: Topic, message: PublishedMessage, now: number): SentMessage {
    const { sent, notification } = topic.accept(message, now);
    if (notification !== undefined) {
      for (const subscription of topic.subscriptions) {
        if (subscription.filter(notification)) this.#deliveries.start(notification, subscription, now);
      }
    }
    return sent;
  }

  /** https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html */
  #giveUp(delivery: Delivery, reason: string): void {
    const { subscription, notification } = delivery;
    const target = subscription.attributes.redrivePolicy?.deadLetterTargetArn;
    try {
      if (target === undefined)
        throw new ServiceError('NoDeadLetterQueue', 'the subscription has no dead-letter queue');
      this.#sqs.sendMessage({ queueArn: target, ...queueMessage(notification, subscription) });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this.undelivered.push({
        subscriptionArn: subscription.subscriptionArn,
        messageId: notification.messageId,
        reason,
        deadLetterFailure: `${error.code}: ${error.message}`,
      });
    }
  }

  /** The time, after what is due by it was delivered. */
  #now(): number {
    const now = this.#clock.now();
    this.#deliveries.advance(now);
    return now;
  }
}
