import { ServiceError } from '../service-error.ts';
import type { Sqs } from '../sqs/sqs.ts';
import type { Delivery } from './delivery.ts';
import { snsLimits } from './limits.ts';
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
 * Hands a notification over. A queue gets at most ten attributes with raw delivery; more are the client's error.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
 */
export function handOver({ subscription, notification }: Delivery, sqs: Sqs, endpoint?: DeliveryEndpoint): void {
  if (subscription.protocol !== 'sqs') {
    endpoint?.(subscription, notification);
    return;
  }
  const attributeCount = Object.keys(notification.messageAttributes).length;
  if (subscription.attributes.rawMessageDelivery && attributeCount > snsLimits.maxRawAttributes) {
    throw new ServiceError(
      'InvalidParameterValue',
      `a message with raw delivery may have ${snsLimits.maxRawAttributes} attributes, got ${attributeCount}`,
    );
  }
  sqs.sendMessage({ queueArn: subscription.endpoint, ...queueMessage(notification, subscription) });
}
