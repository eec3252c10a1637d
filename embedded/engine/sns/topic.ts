import { randomId } from '../random-id.ts';
import { sequenceNumber } from '../sequence-number.ts';
import { contentDeduplicationId, Deduplication } from '../sqs/deduplication.ts';
import type { SentMessage } from '../sqs/message.ts';
import type { EngineRandom } from '../surroundings.ts';
import { checkPublish } from './check-publish.ts';
import type { Notification, PublishedMessage } from './message.ts';
import type { Subscription } from './subscription.ts';
import type { TopicAttributes } from './topic-attributes.ts';

/** One topic and its subscriptions. */
export class Topic {
  readonly arn: string;
  attributes: TopicAttributes;
  readonly subscriptions: Subscription[] = [];
  readonly #random: EngineRandom;
  readonly #deduplication = new Deduplication();
  #published = 0;

  constructor(arn: string, attributes: TopicAttributes, random: EngineRandom) {
    this.arn = arn;
    this.attributes = attributes;
    this.#random = random;
  }

  /**
   * Takes a message. A copy on a FIFO topic is answered like the first and has no notification to deliver.
   *
   * @throws ServiceError when the topic does not take it.
   */
  accept(message: PublishedMessage, now: number): { readonly sent: SentMessage; readonly notification?: Notification } {
    checkPublish(message, this.attributes);
    const { fifoTopic, fifoThroughputScope } = this.attributes;
    const messageDeduplicationId = fifoTopic
      ? (message.messageDeduplicationId ?? contentDeduplicationId(message.message))
      : undefined;
    const key =
      fifoThroughputScope === 'MessageGroup'
        ? `${message.messageGroupId} ${messageDeduplicationId}`
        : messageDeduplicationId;
    const earlier = key === undefined ? undefined : this.#deduplication.find(key, now);
    if (earlier !== undefined) return { sent: earlier };
    this.#published += 1;
    const messageId = randomId(this.#random);
    const sent = fifoTopic ? { messageId, sequenceNumber: sequenceNumber(this.#published) } : { messageId };
    if (key !== undefined) this.#deduplication.accept(key, sent, now);
    return { sent, notification: this.#notification({ ...message, messageDeduplicationId }, sent, now) };
  }

  #notification(message: PublishedMessage, sent: SentMessage, now: number): Notification {
    return {
      message: message.message,
      subject: message.subject,
      messageAttributes: message.messageAttributes ?? {},
      messageGroupId: message.messageGroupId,
      messageDeduplicationId: message.messageDeduplicationId,
      topicArn: this.arn,
      messageId: sent.messageId,
      sequenceNumber: sent.sequenceNumber,
      publishedAt: now,
    };
  }
}
