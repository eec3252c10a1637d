import type { ServiceCall } from '../../service-call.ts';
import { BackOff } from '../back-off.ts';
import type { SqsMessage } from './sqs-message.ts';

/** SQS's limit for one call. */
const MAX_ENTRIES = 10;
const DELETE_ATTEMPTS = 5;

/** What a mapping does with its queue. */
export class QueueClient {
  readonly #sqs: ServiceCall;
  readonly #name: string;
  #url: string | undefined;

  constructor(sqs: ServiceCall, name: string) {
    this.#sqs = sqs;
    this.#name = name;
  }

  /**
   * Receives up to `most` (at most 10) messages with all their attributes, waiting up to `waitSeconds` for the first.
   *
   * Abort `signal` only when the queue goes too: messages on their way may stay hidden for a visibility timeout.
   */
  async receive(most: number, waitSeconds: number, signal: AbortSignal): Promise<SqsMessage[]> {
    const { Messages } = await this.#sqs<{ Messages?: SqsMessage[] }>(
      'ReceiveMessage',
      {
        QueueUrl: await this.#queueUrl(),
        MaxNumberOfMessages: Math.min(most, MAX_ENTRIES),
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      },
      signal,
    );
    return Messages ?? [];
  }

  /** Deletes messages; what cannot be deleted after some attempts comes back by itself. */
  async deleteMessages(receiptHandles: readonly string[]): Promise<void> {
    const batches: Promise<void>[] = [];
    for (let start = 0; start < receiptHandles.length; start += MAX_ENTRIES) {
      batches.push(this.#deleteBatch(receiptHandles.slice(start, start + MAX_ENTRIES)));
    }
    await Promise.all(batches);
  }

  /** Sends one message. */
  async send(body: string): Promise<void> {
    await this.#sqs('SendMessage', { QueueUrl: await this.#queueUrl(), MessageBody: body });
  }

  async #deleteBatch(receiptHandles: readonly string[]): Promise<void> {
    const backOff = new BackOff(50, 1000);
    let left = receiptHandles;
    for (let attempt = 0; attempt < DELETE_ATTEMPTS && left.length > 0; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, backOff.delayMs));
      left = await this.#undeleted(left);
      backOff.failed();
    }
  }

  async #undeleted(receiptHandles: readonly string[]): Promise<string[]> {
    try {
      const { Failed = [] } = await this.#sqs<{ Failed?: { Id: string }[] }>('DeleteMessageBatch', {
        QueueUrl: await this.#queueUrl(),
        Entries: receiptHandles.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle })),
      });
      return Failed.map(({ Id }) => receiptHandles[Number(Id)] as string);
    } catch {
      return [...receiptHandles];
    }
  }

  async #queueUrl(): Promise<string> {
    this.#url ??= (await this.#sqs<{ QueueUrl: string }>('GetQueueUrl', { QueueName: this.#name })).QueueUrl;
    return this.#url;
  }
}
