import { sqsLimits } from '../../contracts/limits.ts';
import { addMillis, type EpochMillis } from '../../contracts/time.ts';
import type { Clock, MessageQueue, OutgoingMessage } from '../../lambdas/runtime/ports/index.ts';
import type { SqsBatchResponse, SqsRecord } from '../../lambdas/runtime/sqs-event.ts';

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

const DEDUPLICATION_MS = 300_000;

/** A queue in memory: visibility, receive counts, and on FIFO queues groups and deduplication. No redrive, no retention. */
export class InMemoryMessageQueue implements MessageQueue {
  readonly #clock: Clock;
  readonly #name: string;
  readonly #visibilityTimeoutMs: number;
  readonly #messages = new Map<string, QueuedMessage>();
  readonly #deduplicated = new Map<string, EpochMillis>();
  #sent = 0;

  constructor(clock: Clock, { name = 'queue', visibilityTimeoutSeconds = 30 }: InMemoryQueueOptions = {}) {
    this.#clock = clock;
    this.#name = name;
    this.#visibilityTimeoutMs = visibilityTimeoutSeconds * 1000;
  }

  /** Everything in the queue, in the order of sending, messages in flight included. */
  get messages(): readonly QueuedMessage[] {
    return [...this.#messages.values()];
  }

  async send(message: OutgoingMessage): Promise<void> {
    const now = this.#clock.now();
    if (this.#isFifo && message.deduplicationId !== undefined) {
      const until = this.#deduplicated.get(message.deduplicationId);
      if (until !== undefined && until > now) {
        return;
      }
      this.#deduplicated.set(message.deduplicationId, addMillis(now, DEDUPLICATION_MS));
    }
    this.#sent += 1;
    const messageId = `${this.#name}-${this.#sent}`;
    this.#messages.set(messageId, { ...message, messageId, receiveCount: 0, visibleAt: now });
  }

  /**
   * Receives up to `maxMessages` as Lambda passes them on, and hides them for the visibility timeout. On a FIFO queue
   * a group with a message in flight gives nothing.
   */
  receive(maxMessages: number = sqsLimits.batchEntries): readonly SqsRecord[] {
    const now = this.#clock.now();
    const blocked = new Set(this.#isFifo ? this.messages.filter((m) => m.visibleAt > now).map((m) => m.groupId) : []);
    return this.messages
      .filter((message) => message.visibleAt <= now && !(this.#isFifo && blocked.has(message.groupId)))
      .slice(0, maxMessages)
      .map((message) => {
        const received = {
          ...message,
          receiveCount: message.receiveCount + 1,
          visibleAt: addMillis(now, this.#visibilityTimeoutMs),
        };
        this.#messages.set(message.messageId, received);
        return this.#record(received);
      });
  }

  /** Deletes what a batch response does not keep, as Lambda does. */
  acknowledge(records: readonly SqsRecord[], response: SqsBatchResponse): void {
    const kept = new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { messageId } of records.filter((record) => !kept.has(record.messageId))) {
      this.#messages.delete(messageId);
    }
  }

  async delete(receiptHandles: readonly string[]): Promise<readonly string[]> {
    for (const message of receiptHandles.map((handle) => this.#held(handle))) {
      if (message !== undefined) {
        this.#messages.delete(message.messageId);
      }
    }
    return [];
  }

  async changeVisibility(
    changes: readonly { readonly receiptHandle: string; readonly seconds: number }[],
  ): Promise<void> {
    for (const { receiptHandle, seconds } of changes) {
      const message = this.#held(receiptHandle);
      if (message !== undefined && seconds <= sqsLimits.maxVisibilityTimeoutSeconds) {
        this.#messages.set(message.messageId, { ...message, visibleAt: addMillis(this.#clock.now(), seconds * 1000) });
      }
    }
  }

  get #isFifo(): boolean {
    return this.#name.endsWith('.fifo');
  }

  #held(receiptHandle: string): QueuedMessage | undefined {
    return this.messages.find((message) => handleOf(message) === receiptHandle);
  }

  #record(message: QueuedMessage): SqsRecord {
    return {
      messageId: message.messageId,
      receiptHandle: handleOf(message),
      body: message.body,
      attributes: {
        ApproximateReceiveCount: String(message.receiveCount),
        MessageGroupId: message.groupId,
        MessageDeduplicationId: message.deduplicationId,
        AWSTraceHeader: message.traceHeader,
      },
      messageAttributes: message.attributes,
      eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${this.#name}`,
    };
  }
}

/** A receive gives a new handle, and the earlier ones are worth nothing. */
const handleOf = ({ messageId, receiveCount }: QueuedMessage): string => `${messageId}/${receiveCount}`;
