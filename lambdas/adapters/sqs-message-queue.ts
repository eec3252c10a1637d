import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type MessageAttributeValue,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { sqsLimits } from '../../contracts/limits.ts';
import type { MessageAttribute, MessageQueue, OutgoingMessage } from '../runtime/ports/index.ts';
import { chunksOf } from './chunks.ts';
import type { RequestDeadline } from './request-deadline.ts';

/** Props for {@link SqsMessageQueue}. */
export interface SqsMessageQueueProps {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly deadline: RequestDeadline;
}

/** A queue of SQS. */
export class SqsMessageQueue implements MessageQueue {
  readonly #props: SqsMessageQueueProps;

  constructor(props: SqsMessageQueueProps) {
    this.#props = props;
  }

  async send(message: OutgoingMessage): Promise<void> {
    const { client, queueUrl, deadline } = this.#props;
    const send = new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: message.body,
      MessageAttributes: Object.fromEntries(
        Object.entries(message.attributes).map(([name, attribute]) => [name, attributeValue(attribute)]),
      ),
      MessageGroupId: message.groupId,
      MessageDeduplicationId: message.deduplicationId,
      ...(message.traceHeader !== undefined && {
        MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: message.traceHeader } },
      }),
    });
    await client.send(send, deadline.options());
  }

  async delete(receiptHandles: readonly string[]): Promise<readonly string[]> {
    const chunks = await Promise.all(
      chunksOf(receiptHandles, sqsLimits.batchEntries).map((chunk) => this.#delete(chunk)),
    );
    return chunks.flat();
  }

  async changeVisibility(
    changes: readonly { readonly receiptHandle: string; readonly seconds: number }[],
  ): Promise<void> {
    const { client, queueUrl, deadline } = this.#props;
    const chunks = chunksOf(changes, sqsLimits.batchEntries).map((chunk) =>
      client.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: queueUrl,
          Entries: chunk.map(({ receiptHandle, seconds }, index) => ({
            Id: String(index),
            ReceiptHandle: receiptHandle,
            VisibilityTimeout: seconds,
          })),
        }),
        deadline.options(),
      ),
    );
    // Best effort by contract: a message that keeps its time-out comes back at it, neither lost nor doubled.
    await Promise.allSettled(chunks);
  }

  async #delete(receiptHandles: readonly string[]): Promise<readonly string[]> {
    const { client, queueUrl, deadline } = this.#props;
    const remove = new DeleteMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: receiptHandles.map((receiptHandle, index) => ({ Id: String(index), ReceiptHandle: receiptHandle })),
    });
    try {
      const { Successful: confirmed = [] } = await client.send(remove, deadline.options());
      const ids = new Set(confirmed.map(({ Id }) => Id));
      return receiptHandles.filter((_, index) => !ids.has(String(index)));
    } catch {
      // Nobody knows: as good as not deleted, and the messages come back as duplicates at worst.
      return receiptHandles;
    }
  }
}

const attributeValue = ({ dataType, stringValue, binaryValue }: MessageAttribute): MessageAttributeValue => ({
  DataType: dataType,
  ...(stringValue !== undefined && { StringValue: stringValue }),
  ...(binaryValue !== undefined && { BinaryValue: Buffer.from(binaryValue, 'base64') }),
});
