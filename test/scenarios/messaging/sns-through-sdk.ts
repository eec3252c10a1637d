import {
  CreateTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  type SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import type { PublishedMessage } from '../../../embedded/engine/sns/message.ts';
import type { SubscriptionAttributes } from '../../../embedded/engine/sns/subscription.ts';
import type { SnsCalls } from './messaging-services.ts';
import { batchResult, sdkAttributes, withCode } from './sdk-fields.ts';

/** SNS through the SDK, by the engine's names. */
export const snsThroughSdk = (client: SNSClient): SnsCalls =>
  withCode<SnsCalls>({
    async createTopic({ name, attributes = {} }) {
      const created = await client.send(new CreateTopicCommand({ Name: name, Attributes: textFields(attributes) }));
      return { topicArn: created.TopicArn ?? '' };
    },
    async subscribe({ topicArn, protocol, endpoint, attributes = {} }) {
      const created = await client.send(
        new SubscribeCommand({
          TopicArn: topicArn,
          Protocol: protocol,
          Endpoint: endpoint,
          Attributes: textFields(attributes),
          ReturnSubscriptionArn: true,
        }),
      );
      return { subscriptionArn: created.SubscriptionArn ?? '' };
    },
    async unsubscribe({ subscriptionArn }) {
      await client.send(new UnsubscribeCommand({ SubscriptionArn: subscriptionArn }));
    },
    async setSubscriptionAttributes({ subscriptionArn, attributes }) {
      for (const [AttributeName, AttributeValue] of Object.entries(textFields(attributes))) {
        await client.send(
          new SetSubscriptionAttributesCommand({ SubscriptionArn: subscriptionArn, AttributeName, AttributeValue }),
        );
      }
    },
    async publish({ topicArn, ...message }) {
      const sent = await client.send(new PublishCommand({ TopicArn: topicArn, ...publishFields(message) }));
      return { messageId: sent.MessageId ?? '', sequenceNumber: sent.SequenceNumber };
    },
    async publishBatch({ topicArn, entries }) {
      const PublishBatchRequestEntries = entries.map(({ id, ...message }) => ({ Id: id, ...publishFields(message) }));
      return batchResult(
        await client.send(new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries })),
      ) as never;
    },
  });

/** Settings as SNS takes them: texts, and policies in JSON. */
const textFields = (attributes: SubscriptionAttributes | object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name[0]?.toUpperCase() + name.slice(1),
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );

const publishFields = (message: PublishedMessage) => ({
  Message: message.message,
  Subject: message.subject,
  MessageAttributes: sdkAttributes(message.messageAttributes),
  MessageGroupId: message.messageGroupId,
  MessageDeduplicationId: message.messageDeduplicationId,
});
