import { randomUUID } from 'node:crypto';
import { PublishCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { EVENT_SOURCE_ATTRIBUTE, EVENT_TYPE_ATTRIBUTE } from '../contracts/attributes.ts';
import { type EventEnvelope, serializeEnvelope } from '../contracts/envelope.ts';
import type { CloudClients } from './cloud-clients.ts';

/** Attributes of a message by name; all are of data type String. */
export type MessageAttributes = Readonly<Record<string, string>>;

/** The attributes by which subscriptions filter, for an event that declares none of its own. */
const routingAttributes = ({ type, source }: EventEnvelope): MessageAttributes => ({
  [EVENT_TYPE_ATTRIBUTE]: type,
  [EVENT_SOURCE_ATTRIBUTE]: source,
});

/** Publishes an event as a producer without an outbox would. Each call is a delivery of its own, also on FIFO topics. */
export async function publishEvent(clients: CloudClients, topicArn: string, envelope: EventEnvelope): Promise<void> {
  await clients.sns.send(
    new PublishCommand({
      TopicArn: topicArn,
      Message: serializeEnvelope(envelope),
      MessageAttributes: toSdk(routingAttributes(envelope)),
      ...(topicArn.endsWith('.fifo') && {
        MessageGroupId: envelope.partitionkey,
        MessageDeduplicationId: randomUUID(),
      }),
    }),
  );
}

/** Puts an event straight into a standard queue, as a redelivery would; answers the message id. */
export const sendEvent = (clients: CloudClients, queueUrl: string, envelope: EventEnvelope): Promise<string> =>
  sendMessage(clients, queueUrl, serializeEnvelope(envelope), routingAttributes(envelope));

/** Puts any text straight into a standard queue, as a foreign sender would; answers the message id. */
export async function sendMessage(
  clients: CloudClients,
  queueUrl: string,
  body: string,
  attributes: MessageAttributes = {},
): Promise<string> {
  const { MessageId = '' } = await clients.sqs.send(
    new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, MessageAttributes: toSdk(attributes) }),
  );
  return MessageId;
}

const toSdk = (attributes: MessageAttributes) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
