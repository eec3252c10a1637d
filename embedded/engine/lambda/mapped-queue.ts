import type { QueueMessage } from './queue-record.ts';

/** What a mapping does with its queue: the engine's SQS, or something between them that injects faults. */
export interface MappedQueue {
  getQueueAttributes(request: { readonly queueArn: string }): { readonly visibilityTimeout: number };
  receiveMessage(request: { readonly queueArn: string; readonly maxNumberOfMessages: number }): {
    readonly messages: readonly QueueMessage[];
  };
  deleteMessageBatch(request: {
    readonly queueArn: string;
    readonly entries: readonly { readonly id: string; readonly receiptHandle: string }[];
  }): unknown;
}
