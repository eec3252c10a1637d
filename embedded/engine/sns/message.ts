import type { MessageAttributes } from '../sqs/message.ts';

/** What a producer publishes. */
export interface PublishedMessage {
  readonly message: string;
  /** Delivered in the envelope only. */
  readonly subject?: string;
  /** As in SQS, and `String.Array`: a list in JSON. */
  readonly messageAttributes?: MessageAttributes;
  /** FIFO topics need it; on standard topics it is passed on to standard queues, as the fair queue's tenant. */
  readonly messageGroupId?: string;
  /** FIFO topics only. */
  readonly messageDeduplicationId?: string;
}

/** A message on its way to subscriptions. */
export interface Notification extends PublishedMessage {
  readonly topicArn: string;
  readonly messageId: string;
  readonly sequenceNumber?: string;
  readonly publishedAt: number;
  readonly messageAttributes: MessageAttributes;
}
