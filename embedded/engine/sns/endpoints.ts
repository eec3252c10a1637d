import type { Sqs } from '../sqs/sqs.ts';
import type { Delivery } from './delivery.ts';
import type { Notification } from './message.ts';
import { queueMessage } from './notification.ts';
import type { Subscription } from './subscription.ts';

/** Takes a notification for what is no queue. */
export type DeliveryEndpoint = (subscription: Readonly<Subscription>, notification: Notification) => void;

/** A message that was lost for one subscription. */
export interface UndeliveredMessage {
  readonly subscriptionArn: string;
  readonly messageId: string;
  /** Why it could not be delivered. */
  readonly reason: string;
  /** Why it did not reach a dead-letter queue either. */
  readonly deadLetterFailure: string;
}

/**
 * Hands a notification over. A queue refuses more than ten attributes, as raw delivery may have them: the client's error.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
 */
export function handOver({ subscription, notification }: Delivery, sqs: Sqs, endpoint?: DeliveryEndpoint): void {
  if (subscription.protocol !== 'sqs') {
    endpoint?.(subscription, notification);
    return;
  }
  sqs.sendMessage({ queueArn: subscription.endpoint, ...queueMessage(notification, subscription) });
}
