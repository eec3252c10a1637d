import { nameOf } from '../arn.ts';
import { type BatchEntry, type BatchResult, checkBatch, runBatch } from '../batch-request.ts';
import { ServiceError } from '../service-error.ts';
import type { EngineClock, Surroundings } from '../surroundings.ts';
import { FifoThroughput } from './fifo-throughput.ts';
import { sqsLimits } from './limits.ts';
import type { OutgoingMessage, SentMessage, StoredMessage } from './message.ts';
import { messageBytes } from './message-size.ts';
import type { MessageMoveTask } from './move-task.ts';
import { MoveTasks, type StartMessageMoveTask } from './move-tasks.ts';
import type { Queue } from './queue.ts';
import type { QueueAttributes } from './queue-attributes.ts';
import { describeQueue, type QueueDescription } from './queue-description.ts';
import { type CreateQueue, QueueRegistry } from './queue-registry.ts';
import type { ReceiveRequest } from './receive-request.ts';
import type { ReceivedMessage } from './received-message.ts';
import { moveToDeadLetterQueue } from './redrive.ts';
import type { SqsOptions } from './sqs-options.ts';

/** What a receive gives. */
export interface ReceiveResult {
  readonly messages: readonly ReceivedMessage[];
  /** When there are none and the call may wait: until when. Ask again once something has changed, or then. */
  readonly waitUntil?: number;
}

type InQueue<T> = T & { readonly queueArn: string };
type BatchIn<T> = { readonly queueArn: string; readonly entries: readonly (BatchEntry & T)[] };

/**
 * A model of SQS by its documentation, without time-outs, input or output: each call first does what is due by the clock.
 * Methods are AWS's actions and throw {@link ServiceError} with AWS's codes. Queues are named by ARN.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html
 */
export class Sqs {
  readonly #clock: EngineClock;
  readonly #registry: QueueRegistry;
  readonly #moveTasks: MoveTasks;
  readonly #throughput: FifoThroughput | undefined;

  constructor({ clock, random }: Surroundings, options: SqsOptions = {}) {
    this.#clock = clock;
    this.#registry = new QueueRegistry(random, options);
    this.#moveTasks = new MoveTasks(random, this.#registry);
    this.#throughput = options.enforcesThroughput ? new FifoThroughput() : undefined;
  }

  /** When a call would find something changed that nobody called for: a time-out, a delay, an expiry, a move. */
  nextChangeAt(): number | undefined {
    let next = this.#moveTasks.nextChangeAt() ?? Number.POSITIVE_INFINITY;
    for (const queue of this.#registry.queues.values()) {
      next = Math.min(next, queue.nextChangeAt() ?? Number.POSITIVE_INFINITY);
    }
    return next === Number.POSITIVE_INFINITY ? undefined : next;
  }

  /** Does what is due by the clock, in every queue. Every other call does so for the queues that it is about. */
  showDue(): void {
    const now = this.#now();
    for (const queue of this.#registry.queues.values()) queue.advance(now);
  }

  /** When a receive from the queue may give something: now or later, or not before something else changes. */
  nextVisibleAt({ queueArn }: InQueue<object>): number | undefined {
    const now = this.#now();
    const { store } = this.#queue(queueArn, now);
    return store.counts.approximateNumberOfMessages > 0 ? now : store.nextTimeoutAt();
  }

  createQueue(request: CreateQueue): { readonly queueArn: string } {
    return { queueArn: this.#registry.create(request, this.#now()).arn };
  }

  deleteQueue({ queueArn }: InQueue<object>): void {
    const now = this.#now();
    this.#registry.get(queueArn);
    this.#registry.delete(queueArn, now);
  }

  /** The queues whose names begin so, in the order of creation. */
  listQueues({ queueNamePrefix = '' }: { readonly queueNamePrefix?: string } = {}): {
    readonly queueArns: readonly string[];
  } {
    const arns = [...this.#registry.queues.keys()];
    return { queueArns: arns.filter((arn) => nameOf(arn).startsWith(queueNamePrefix)) };
  }

  getQueueAttributes({ queueArn }: InQueue<object>): QueueDescription {
    return describeQueue(this.#queue(queueArn, this.#now()));
  }

  setQueueAttributes({ queueArn, attributes }: InQueue<{ readonly attributes: Partial<QueueAttributes> }>): void {
    const now = this.#now();
    this.#registry.setAttributes(this.#queue(queueArn, now), attributes, now);
  }

  sendMessage({ queueArn, ...message }: InQueue<OutgoingMessage>): SentMessage {
    const now = this.#now();
    const queue = this.#queue(queueArn, now);
    this.#throughput?.admit(queue, [message.messageGroupId], now);
    return queue.send(message, now);
  }

  /** @throws ServiceError `BatchRequestTooLong` when all entries together are too large. */
  sendMessageBatch({ queueArn, entries }: BatchIn<OutgoingMessage>): BatchResult<BatchEntry & SentMessage> {
    const now = this.#now();
    const queue = this.#queue(queueArn, now);
    checkBatch(entries);
    const bytes = entries.reduce((total, entry) => total + messageBytes(entry), 0);
    if (bytes > sqsLimits.maxMessageBytes) {
      throw new ServiceError(
        'BatchRequestTooLong',
        `all messages of a batch must be at most ${sqsLimits.maxMessageBytes} bytes together, got ${bytes}`,
      );
    }
    const groupIds = entries.map(({ messageGroupId }) => messageGroupId);
    this.#throughput?.admit(queue, groupIds, now);
    return runBatch(entries, (entry) => ({ id: entry.id, ...queue.send(entry, now) }));
  }

  /** Never waits: see {@link ReceiveResult.waitUntil}. */
  receiveMessage({ queueArn, ...request }: InQueue<ReceiveRequest>): ReceiveResult {
    const now = this.#now();
    const queue = this.#queue(queueArn, now);
    const messages = queue.receive(request, now, (message) => this.#deadLetter(message, queue, now));
    const waitSeconds = request.waitTimeSeconds ?? queue.attributes.receiveMessageWaitTimeSeconds;
    if (messages.length > 0 || waitSeconds === 0) return { messages };
    return { messages, waitUntil: now + waitSeconds * 1000 };
  }

  deleteMessage({ queueArn, receiptHandle }: InQueue<{ readonly receiptHandle: string }>): void {
    const now = this.#now();
    this.#queue(queueArn, now).delete(receiptHandle, now);
  }

  deleteMessageBatch({ queueArn, entries }: BatchIn<{ readonly receiptHandle: string }>): BatchResult<BatchEntry> {
    const now = this.#now();
    const queue = this.#queue(queueArn, now);
    checkBatch(entries);
    return runBatch(entries, ({ id, receiptHandle }) => {
      queue.delete(receiptHandle, now);
      return { id };
    });
  }

  changeMessageVisibility({ queueArn, receiptHandle, visibilityTimeout }: InQueue<VisibilityChange>): void {
    const now = this.#now();
    this.#queue(queueArn, now).changeVisibility(receiptHandle, visibilityTimeout, now);
  }

  changeMessageVisibilityBatch({ queueArn, entries }: BatchIn<VisibilityChange>): BatchResult<BatchEntry> {
    const now = this.#now();
    const queue = this.#queue(queueArn, now);
    checkBatch(entries);
    return runBatch(entries, ({ id, receiptHandle, visibilityTimeout }) => {
      queue.changeVisibility(receiptHandle, visibilityTimeout, now);
      return { id };
    });
  }

  /** @throws ServiceError `PurgeQueueInProgress` within 60 seconds of the last purge. */
  purgeQueue({ queueArn }: InQueue<object>): void {
    const now = this.#now();
    const queue = this.#queue(queueArn, now);
    if (now - queue.purgedAt < sqsLimits.recentlyMs) {
      throw new ServiceError('PurgeQueueInProgress', `wait 60 seconds between two purges of ${queueArn}`);
    }
    queue.purge(now);
  }

  listDeadLetterSourceQueues({ queueArn }: InQueue<object>): { readonly queueArns: readonly string[] } {
    this.#registry.get(queueArn);
    return { queueArns: this.#registry.sourcesOf(queueArn).map(({ arn }) => arn) };
  }

  startMessageMoveTask(request: StartMessageMoveTask): { readonly taskHandle: string } {
    const now = this.#now();
    return { taskHandle: this.#moveTasks.start(request, now) };
  }

  listMessageMoveTasks({ sourceArn, maxResults }: { readonly sourceArn: string; readonly maxResults?: number }): {
    readonly results: readonly MessageMoveTask[];
  } {
    this.#now();
    return { results: this.#moveTasks.list(sourceArn, maxResults) };
  }

  cancelMessageMoveTask({ taskHandle }: { readonly taskHandle: string }): {
    readonly approximateNumberOfMessagesMoved: number;
  } {
    this.#now();
    return { approximateNumberOfMessagesMoved: this.#moveTasks.cancel(taskHandle) };
  }

  /** Every message of a queue in the order of sending, whatever its state: for checkers and fakes, AWS has no such call. */
  messagesOf(queueArn: string): readonly Readonly<StoredMessage>[] {
    return [...this.#queue(queueArn, this.#now()).store.all()];
  }

  /** The time, after what is due by it was done for the move tasks. */
  #now(): number {
    const now = this.#clock.now();
    this.#moveTasks.advance(now);
    return now;
  }

  #queue(arn: string, now: number): Queue {
    const queue = this.#registry.get(arn);
    queue.advance(now);
    return queue;
  }

  #deadLetter(message: StoredMessage, source: Queue, now: number): boolean {
    const target = this.#registry.queues.get(source.attributes.redrivePolicy?.deadLetterTargetArn ?? '');
    if (target === undefined) return false;
    moveToDeadLetterQueue(message, source, target, now);
    return true;
  }
}

interface VisibilityChange {
  readonly receiptHandle: string;
  /** Seconds from now, 0 to 43,200. */
  readonly visibilityTimeout: number;
}
