import { sqsLimits } from '../../contracts/limits.ts';
import { type EpochMillis, epochMillis } from '../../contracts/time.ts';
import { ServiceError } from '../../embedded/engine/service-error.ts';
import { Sqs } from '../../embedded/engine/sqs/sqs.ts';
import type { Clock, MessageQueue, OutgoingMessage } from '../../lambdas/runtime/ports/index.ts';
import type { SqsBatchResponse, SqsRecord } from '../../lambdas/runtime/sqs-event.ts';
import { SeededRandom } from './seeded-random.ts';
import { sqsRecord } from './sqs-record.ts';

/** A message in a queue. */
export interface QueuedMessage extends OutgoingMessage {
  readonly messageId: string;
  readonly receiveCount: number;
  /** When it can be received; a later time than now means that it is in flight. */
  readonly visibleAt: EpochMillis;
}

/** How an in-memory queue behaves. */
export interface InMemoryQueueOptions {
  /**
   * Name of the queue; FIFO when it ends in `.fifo`, as in SQS.
   *
   * @default 'queue'
   */
  readonly name?: string;
  /** @default 30 */
  readonly visibilityTimeoutSeconds?: number;
}

/**
 * A queue in memory: one of the engine's model of SQS, kept for 14 days, without a dead-letter queue. Message ids count up:
 * `queue-1`, `queue-2`. On a FIFO queue a message without a deduplication id is a duplicate of none.
 */
export class InMemoryMessageQueue implements MessageQueue {
  readonly #sqs: Sqs;
  readonly #queueArn: string;
  #sent = 0;

  constructor(clock: Clock, { name = 'queue', visibilityTimeoutSeconds = 30 }: InMemoryQueueOptions = {}) {
    const random = new SeededRandom();
    let named = 0;
    const newMessageId = () => {
      named += 1;
      return `${name}-${named}`;
    };
    this.#sqs = new Sqs({ clock, random: { next: () => random.fraction() } }, { newMessageId });
    const fifoQueue = name.endsWith('.fifo');
    this.#queueArn = this.#sqs.createQueue({
      queueName: name,
      attributes: {
        fifoQueue,
        visibilityTimeout: visibilityTimeoutSeconds,
        messageRetentionPeriod: sqsLimits.maxRetentionSeconds,
      },
    }).queueArn;
  }

  /** Everything in the queue, in the order of sending, messages in flight included. */
  get messages(): readonly QueuedMessage[] {
    return this.#sqs.messagesOf(this.#queueArn).map((message) => ({
      messageId: message.messageId,
      body: message.body,
      attributes: message.messageAttributes,
      groupId: message.messageGroupId,
      deduplicationId: message.messageDeduplicationId,
      traceHeader: message.traceHeader,
      receiveCount: message.receiveCount,
      visibleAt: epochMillis(message.visibleAt),
    }));
  }

  /** @throws {ServiceError} with AWS's code for a message that SQS does not take. */
  async send({ body, attributes, groupId, deduplicationId, traceHeader }: OutgoingMessage): Promise<void> {
    this.#sent += 1;
    const ownId = this.#queueArn.endsWith('.fifo') ? `message-${this.#sent}` : undefined;
    this.#sqs.sendMessage({
      queueArn: this.#queueArn,
      body,
      messageAttributes: attributes,
      messageGroupId: groupId,
      messageDeduplicationId: deduplicationId ?? ownId,
      traceHeader,
    });
  }

  /** Receives up to `maxMessages`, in as many calls as it takes, as Lambda passes them on. */
  receive(maxMessages: number = sqsLimits.batchEntries): readonly SqsRecord[] {
    const records: SqsRecord[] = [];
    for (;;) {
      const room = Math.min(sqsLimits.batchEntries, maxMessages - records.length);
      if (room <= 0) return records;
      const { messages } = this.#sqs.receiveMessage({ queueArn: this.#queueArn, maxNumberOfMessages: room });
      if (messages.length === 0) return records;
      records.push(...messages.map((message) => sqsRecord(message, this.#queueArn)));
    }
  }

  /** Deletes what a batch response does not keep, as Lambda does. */
  acknowledge(records: readonly SqsRecord[], response: SqsBatchResponse): void {
    const kept = new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { receiptHandle } of records.filter(({ messageId }) => !kept.has(messageId))) {
      this.#succeeds(() => this.#sqs.deleteMessage({ queueArn: this.#queueArn, receiptHandle }));
    }
  }

  async delete(receiptHandles: readonly string[]): Promise<readonly string[]> {
    return receiptHandles.filter(
      (receiptHandle) => !this.#succeeds(() => this.#sqs.deleteMessage({ queueArn: this.#queueArn, receiptHandle })),
    );
  }

  async changeVisibility(
    changes: readonly { readonly receiptHandle: string; readonly seconds: number }[],
  ): Promise<void> {
    for (const { receiptHandle, seconds } of changes) {
      // Best effort by contract.
      this.#succeeds(() =>
        this.#sqs.changeMessageVisibility({ queueArn: this.#queueArn, receiptHandle, visibilityTimeout: seconds }),
      );
    }
  }

  /** Whether a call succeeds; what it is refused with does not matter to the caller. */
  #succeeds(call: () => void): boolean {
    try {
      call();
      return true;
    } catch (error) {
      if (error instanceof ServiceError) return false;
      throw error;
    }
  }
}
