import { sqsLimits } from './limits.ts';
import type { StoredMessage } from './message.ts';
import type { Queue } from './queue.ts';

/** A task as it is listed, in AWS's words. */
export interface MessageMoveTask {
  /** While it runs. */
  readonly taskHandle?: string;
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  readonly sourceArn: string;
  readonly destinationArn?: string;
  readonly maxNumberOfMessagesPerSecond?: number;
  readonly approximateNumberOfMessagesMoved: number;
  readonly approximateNumberOfMessagesToMove: number;
  /** When it failed. */
  readonly failureReason?: string;
  readonly startedTimestamp: number;
}

/** What a task was started with. */
export interface MoveTaskProps {
  readonly handle: string;
  readonly source: Queue;
  readonly destinationArn?: string;
  readonly maxNumberOfMessagesPerSecond?: number;
  readonly startedAt: number;
  readonly find: (arn: string) => Queue | undefined;
}

/**
 * Moves what is visible in a dead-letter queue, the oldest first and evenly in time, until nothing is visible. A moved message is a
 * new one: new id, new time of sending, no receives. Messages in flight stay.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
 */
export class MoveTask {
  readonly handle: string;
  readonly source: Queue;
  readonly #props: MoveTaskProps;
  readonly #toMove: number;
  #status: MessageMoveTask['status'] = 'RUNNING';
  #failureReason: string | undefined;
  #moved = 0;

  constructor(props: MoveTaskProps) {
    this.handle = props.handle;
    this.source = props.source;
    this.#props = props;
    this.#toMove = props.source.store.counts.approximateNumberOfMessages;
  }

  get isRunning(): boolean {
    return this.#status === 'RUNNING';
  }

  /** When it moves the next message, while it runs. */
  get nextMoveAt(): number {
    const perSecond = this.#props.maxNumberOfMessagesPerSecond ?? sqsLimits.maxMovedPerSecond;
    return this.#props.startedAt + Math.ceil(((this.#moved + 1) * 1000) / perSecond);
  }

  /** Moves the message that is due, and ends when there is none or it has run for as long as a task may. */
  step(now: number): void {
    if (now >= this.#props.startedAt + sqsLimits.maxMoveTaskMs) {
      this.#fail(TOO_LONG);
      return;
    }
    if (this.#props.find(this.source.arn) !== this.source) {
      this.#fail(NO_QUEUE);
      return;
    }
    this.source.advance(now);
    for (const message of this.source.store.take(now)) {
      this.#move(message, now);
      return;
    }
    this.#status = 'COMPLETED';
  }

  /** Stops it; what it has moved stays moved. */
  cancel(): number {
    this.#status = 'CANCELLED';
    return this.#moved;
  }

  describe(): MessageMoveTask {
    return {
      ...(this.isRunning && { taskHandle: this.handle }),
      status: this.#status,
      sourceArn: this.source.arn,
      destinationArn: this.#props.destinationArn,
      maxNumberOfMessagesPerSecond: this.#props.maxNumberOfMessagesPerSecond,
      approximateNumberOfMessagesMoved: this.#moved,
      approximateNumberOfMessagesToMove: this.#toMove,
      failureReason: this.#failureReason,
      startedTimestamp: this.#props.startedAt,
    };
  }

  #move(message: StoredMessage, now: number): void {
    const { destinationArn = message.deadLetterQueueSourceArn, find } = this.#props;
    const destination = destinationArn === undefined ? undefined : find(destinationArn);
    if (destination === undefined) {
      this.source.store.giveBack(message);
      this.#fail(destinationArn === undefined ? 'CouldNotDetermineMessageSource' : NO_QUEUE);
      return;
    }
    this.source.store.remove(message, now);
    destination.advance(now);
    destination.admit(
      message,
      { messageId: destination.newMessageId(), sentTimestamp: now, receiveCount: 0, firstReceivedAt: 0 },
      now,
    );
    this.#moved += 1;
  }

  #fail(reason: string): void {
    this.#status = 'FAILED';
    this.#failureReason = reason;
  }
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/troubleshooting-dlq-redrive.html */
const NO_QUEUE = 'AWS.SimpleQueueService.NonExistentQueue';

/** Ours: AWS documents that a task runs for 36 hours at most, and not how it then ends. */
const TOO_LONG = 'MaximumRunTimeExceeded';
