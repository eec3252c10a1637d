import { ServiceError } from '../../embedded/engine/service-error.ts';
import type { StoredMessage } from '../../embedded/engine/sqs/message.ts';
import type { MessageQueue, OutgoingMessage } from '../../lambdas/runtime/ports/index.ts';
import type { SqsRecord } from '../../lambdas/runtime/sqs-event.ts';
import { sqsRecord } from '../in-memory/sqs-record.ts';
import type { SimulatedMessaging } from './simulated-messaging.ts';

const ENTRIES = 10;

/** A queue of the engine as the runtime's port, and as Lambda and operators see it. */
export class SimulatedQueue implements MessageQueue {
  readonly arn: string;
  readonly #messaging: SimulatedMessaging;

  constructor(arn: string, messaging: SimulatedMessaging) {
    this.arn = arn;
    this.#messaging = messaging;
  }

  /** Everything in the queue, messages in flight included. */
  get messages(): readonly Readonly<StoredMessage>[] {
    return this.#messaging.sqs.messagesOf(this.arn).filter(({ state }) => state !== 'gone');
  }

  /** When a message can be received next, which may be past; undefined when the queue is empty. */
  nextVisibleAt(): number | undefined {
    const times = this.messages.map(({ state, visibleAt }) => (state === 'visible' ? 0 : visibleAt));
    return times.length === 0 ? undefined : Math.min(...times);
  }

  async send({ body, attributes, groupId, deduplicationId, traceHeader }: OutgoingMessage): Promise<void> {
    this.#messaging.sqs.sendMessage({
      queueArn: this.arn,
      body,
      messageAttributes: attributes,
      messageGroupId: groupId,
      messageDeduplicationId: deduplicationId,
      traceHeader,
    });
    this.#messaging.moved();
  }

  /** Receives up to `maxMessages` (1 to 10) as Lambda passes them on; for operators. */
  receive(maxMessages: number = ENTRIES): readonly SqsRecord[] {
    const { messages } = this.#messaging.sqs.receiveMessage({ queueArn: this.arn, maxNumberOfMessages: maxMessages });
    this.#messaging.moved();
    return messages.map((message) => sqsRecord(message, this.arn));
  }

  async delete(receiptHandles: readonly string[]): Promise<readonly string[]> {
    const refused: string[] = [];
    for (let start = 0; start < receiptHandles.length; start += ENTRIES) {
      const handles = receiptHandles.slice(start, start + ENTRIES);
      const entries = handles.map((receiptHandle, index) => ({ id: String(index), receiptHandle }));
      const { failed } = this.#messaging.sqs.deleteMessageBatch({ queueArn: this.arn, entries });
      refused.push(...failed.map(({ id }) => handles[Number(id)] as string));
    }
    this.#messaging.moved();
    return refused;
  }

  async changeVisibility(
    changes: readonly { readonly receiptHandle: string; readonly seconds: number }[],
  ): Promise<void> {
    for (const { receiptHandle, seconds: visibilityTimeout } of changes) {
      try {
        this.#messaging.sqs.changeMessageVisibility({ queueArn: this.arn, receiptHandle, visibilityTimeout });
      } catch (error) {
        // Best effort: a message that cannot be changed comes back at its present time-out.
        if (!(error instanceof ServiceError)) {
          throw error;
        }
      }
    }
    this.#messaging.moved();
  }
}
