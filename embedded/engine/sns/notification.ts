import type { MessageAttribute, OutgoingMessage } from '../sqs/message.ts';
import type { Notification } from './message.ts';
import type { Subscription } from './subscription.ts';

/**
 * The message that a queue gets: the envelope as body, or with raw delivery body and attributes as they were published.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html
 */
export function queueMessage(notification: Notification, subscription: Subscription): OutgoingMessage {
  const { messageGroupId, messageDeduplicationId } = notification;
  const ids = subscription.endpoint.endsWith('.fifo') ? { messageGroupId, messageDeduplicationId } : { messageGroupId };
  return subscription.attributes.rawMessageDelivery
    ? { ...ids, body: notification.message, messageAttributes: notification.messageAttributes }
    : { ...ids, body: envelopeOf(notification, subscription.subscriptionArn) };
}

/** The envelope, without a signature. https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html */
function envelopeOf(notification: Notification, subscriptionArn: string): string {
  const attributes = Object.entries(notification.messageAttributes);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: notification.messageId,
    SequenceNumber: notification.sequenceNumber,
    TopicArn: notification.topicArn,
    Subject: notification.subject,
    Message: notification.message,
    Timestamp: new Date(notification.publishedAt).toISOString(),
    UnsubscribeURL: `https://sns.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`,
    MessageAttributes:
      attributes.length === 0
        ? undefined
        : Object.fromEntries(attributes.map(([name, attribute]) => [name, envelopedAttribute(attribute)])),
  });
}

const envelopedAttribute = ({ dataType, stringValue, binaryValue }: MessageAttribute) => ({
  Type: dataType,
  Value: stringValue ?? binaryValue,
});
