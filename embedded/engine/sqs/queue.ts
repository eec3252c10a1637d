import { sequenceNumber } from '../sequence-number.ts';
import { ServiceError } from '../service-error.ts';
import type { EngineRandom } from '../surroundings.ts';
import { checkMessage } from './check-message.ts';
import { contentDeduplicationId, Deduplication } from './deduplication.ts';
import { FairQueue } from './fair-queue.ts';
import type { StandardQueueFaults } from './faults.ts';
import { FifoGroups } from './fifo-groups.ts';
import { sqsLimits } from './limits.ts';
import type { MessageContent, OutgoingMessage, SentMessage, StoredMessage } from './message.ts';
import { MessageStore } from './message-store.ts';
import type { QueueAttributes } from './queue-attributes.ts';
import type { Arrival, DeadLetter, QueueProps } from './queue-props.ts';
import { expiredHandle, readReceiptHandle } from './receipt-handle.ts';
import { ReceiveAttempts } from './receive-attempts.ts';
import { checkRange, checkReceiveRequest, type ReceiveRequest } from './receive-request.ts';
import { type ReceivedMessage, receivedMessage } from './received-message.ts';

/** One queue. All methods take the time, and expect that `advance` was called for it. */
export class Queue {
  readonly arn: string;
  readonly createdAt: number;
  readonly newMessageId: () => string;
  attributes: QueueAttributes;
  lastModifiedAt: number;
  purgedAt = Number.NEGATIVE_INFINITY;
  readonly #id: string;
  readonly #random: EngineRandom;
  readonly #faults: StandardQueueFaults;
  readonly #deduplication = new Deduplication();
  #attempts = new ReceiveAttempts();
  #store: MessageStore;
  #lastPosition = 0;

  constructor({ arn, id, attributes, random, newMessageId, faults, createdAt }: QueueProps) {
    this.arn = arn;
    this.createdAt = createdAt;
    this.newMessageId = newMessageId;
    this.lastModifiedAt = createdAt;
    this.attributes = attributes;
    this.#id = id;
    this.#random = random;
    this.#faults = attributes.fifoQueue ? {} : faults;
    this.#store = this.#emptyStore();
  }

  get store(): MessageStore {
    return this.#store;
  }

  get #retentionMs(): number {
    return this.attributes.messageRetentionPeriod * 1000;
  }

  advance(now: number): void {
    this.#store.advance(now, this.#retentionMs);
  }

  nextChangeAt(): number | undefined {
    return this.#store.nextChangeAt(this.#retentionMs);
  }

  /**
   * Changes the settings. A FIFO queue's delay applies to the messages that wait too.
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html
   */
  change(attributes: QueueAttributes, now: number): void {
    const delayed = attributes.fifoQueue && attributes.delaySeconds !== this.attributes.delaySeconds;
    this.attributes = attributes;
    this.lastModifiedAt = now;
    for (const message of delayed ? this.#store.all() : []) {
      if (message.state === 'delayed')
        this.#store.showAt(message, message.sentTimestamp + attributes.delaySeconds * 1000);
    }
    this.advance(now);
  }

  /** @throws ServiceError when the queue does not take the message. */
  send(message: OutgoingMessage, now: number): SentMessage {
    checkMessage(message, this.attributes);
    const messageDeduplicationId = this.attributes.fifoQueue
      ? (message.messageDeduplicationId ?? contentDeduplicationId(message.body))
      : undefined;
    const key =
      this.attributes.deduplicationScope === 'messageGroup'
        ? `${message.messageGroupId} ${messageDeduplicationId}`
        : messageDeduplicationId;
    const earlier = key === undefined ? undefined : this.#deduplication.find(key, now);
    if (earlier !== undefined) return earlier;
    const arrival = { messageId: this.newMessageId(), sentTimestamp: now, receiveCount: 0, firstReceivedAt: 0 };
    const content = { ...message, messageAttributes: message.messageAttributes ?? {}, messageDeduplicationId };
    const { messageId, sequenceNumber } = this.admit(content, arrival, now, message.delaySeconds);
    const sent = sequenceNumber === undefined ? { messageId } : { messageId, sequenceNumber };
    if (key !== undefined) this.#deduplication.accept(key, sent, now);
    return sent;
  }

  /** Takes a message without looking at it. */
  admit(content: MessageContent, arrival: Arrival, now: number, delaySeconds?: number): StoredMessage {
    this.#lastPosition += 1;
    const visibleAt = now + (delaySeconds ?? this.attributes.delaySeconds) * 1000;
    const message: StoredMessage = {
      body: content.body,
      messageAttributes: content.messageAttributes,
      messageGroupId: content.messageGroupId,
      messageDeduplicationId: content.messageDeduplicationId,
      traceHeader: content.traceHeader,
      messageId: arrival.messageId,
      position: this.#lastPosition,
      sequenceNumber: this.attributes.fifoQueue ? sequenceNumber(this.#lastPosition) : undefined,
      sentTimestamp: arrival.sentTimestamp,
      deadLetterQueueSourceArn: arrival.deadLetterQueueSourceArn,
      state: visibleAt > now ? 'delayed' : 'visible',
      visibleAt,
      receiveCount: arrival.receiveCount,
      firstReceivedAt: arrival.firstReceivedAt,
      lastReceivedAt: 0,
    };
    this.#store.add(message, now);
    return message;
  }

  /** @throws ServiceError `OverLimit` when too many messages of a standard queue are in flight, to a call that does not wait. */
  receive(request: ReceiveRequest, now: number, deadLetter: DeadLetter): readonly ReceivedMessage[] {
    checkReceiveRequest(request, this.attributes.fifoQueue);
    const visibleAt = now + (request.visibilityTimeout ?? this.attributes.visibilityTimeout) * 1000;
    const attemptId = request.receiveRequestAttemptId;
    const repeated = attemptId === undefined ? undefined : this.#attempts.repeat(attemptId, visibleAt, now);
    if (repeated !== undefined) {
      for (const message of repeated) this.#store.showAt(message, visibleAt);
      return repeated.map((message) => receivedMessage(message, this.#id));
    }
    const messages = this.#take(this.#room(request), visibleAt, now, deadLetter);
    const received = messages.map((message) => receivedMessage(message, this.#id));
    if (attemptId !== undefined) this.#attempts.remember(attemptId, messages, visibleAt, now);
    for (const message of messages) {
      if (this.#strikes(this.#faults.duplicateShare)) this.#store.showAt(message, now);
    }
    this.advance(now);
    return received;
  }

  /** @throws ServiceError for a handle that is invalid, or on a FIFO queue expired. */
  delete(handle: string, now: number): void {
    const { position, receiveCount } = readReceiptHandle(handle, this.#id);
    const message = this.#store.at(position);
    if (message === undefined) return;
    if (message.receiveCount !== receiveCount || (this.attributes.fifoQueue && message.state !== 'inFlight')) {
      if (this.attributes.fifoQueue) throw expiredHandle(handle);
      return;
    }
    if (!this.#strikes(this.#faults.undeletedShare)) this.#store.remove(message, now);
  }

  /** @throws ServiceError for a handle or time-out that is invalid, and for a message that is not in flight. */
  changeVisibility(handle: string, seconds: number, now: number): void {
    checkRange('visibilityTimeout', seconds, 0, sqsLimits.maxVisibilityTimeoutSeconds);
    const { position, receiveCount } = readReceiptHandle(handle, this.#id);
    const message = this.#store.at(position);
    if (message === undefined || message.receiveCount !== receiveCount) throw expiredHandle(handle);
    if (message.state !== 'inFlight') {
      throw new ServiceError('MessageNotInflight', `message ${message.messageId} is not in flight`);
    }
    const visibleAt = now + seconds * 1000;
    if (visibleAt > message.lastReceivedAt + sqsLimits.maxVisibilityTimeoutSeconds * 1000) {
      throw new ServiceError(
        'InvalidParameterValue',
        `a message must be visible again within 43200 seconds of its receive, got ${seconds} seconds more`,
      );
    }
    this.#store.showAt(message, visibleAt);
    this.advance(now);
  }

  /** Deletes every message, those in flight and delayed included. */
  purge(now: number): void {
    this.purgedAt = now;
    this.#store = this.#emptyStore();
    this.#attempts = new ReceiveAttempts();
  }

  #emptyStore(): MessageStore {
    const spread = this.#faults.reorderWithin ?? 0;
    const place = ({ position }: StoredMessage) =>
      spread === 0 ? position : position + Math.floor(this.#random.next() * (spread + 1)) + 0.5;
    return new MessageStore(this.attributes.fifoQueue ? new FifoGroups() : new FairQueue(place));
  }

  /** How many messages this receive may have. */
  #room({ maxNumberOfMessages = 1, waitTimeSeconds }: ReceiveRequest): number {
    const room = sqsLimits.maxInFlight - this.#store.inFlight;
    const waits = (waitTimeSeconds ?? this.attributes.receiveMessageWaitTimeSeconds) > 0;
    if (room <= 0 && !waits && !this.attributes.fifoQueue) {
      throw new ServiceError(
        'OverLimit',
        `a queue may have ${sqsLimits.maxInFlight} messages in flight; delete some first`,
      );
    }
    return Math.min(maxNumberOfMessages, room);
  }

  #take(limit: number, visibleAt: number, now: number, deadLetter: DeadLetter): readonly StoredMessage[] {
    const taken: StoredMessage[] = [];
    if (limit <= 0) return taken;
    const maxReceiveCount = this.attributes.redrivePolicy?.maxReceiveCount ?? Number.POSITIVE_INFINITY;
    for (const message of this.#store.take(now)) {
      if (message.receiveCount >= maxReceiveCount && deadLetter(message)) continue;
      if (message.receiveCount === 0) message.firstReceivedAt = now;
      message.receiveCount += 1;
      message.lastReceivedAt = now;
      this.#store.hide(message, visibleAt);
      taken.push(message);
      if (taken.length === limit) break;
    }
    return taken;
  }

  #strikes(share = 0): boolean {
    return share > 0 && this.#random.next() < share;
  }
}
