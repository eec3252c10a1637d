import { randomUUID } from 'node:crypto';
import { PublishCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import {
  EVENT_SOURCE_ATTRIBUTE,
  EVENT_TYPE_ATTRIBUTE,
  type EventDefinition,
  type EventEnvelope,
  formatSequence,
  type PayloadOf,
  serializeEnvelope,
} from 'fanout/events';
import type { Deployment } from './deployment.ts';

/** A UUIDv7 of this moment, as a producer makes them. */
function eventId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** An event as a producer outside the stack would publish it. */
export function envelopeOf<Definition extends EventDefinition>(
  definition: Definition,
  data: PayloadOf<Definition> & { readonly orderId: string },
  changes: Partial<EventEnvelope> = {},
): EventEnvelope {
  return {
    specversion: '1.0',
    id: eventId(),
    source: '/acceptance',
    type: definition.type,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    partitionkey: data.orderId,
    sequence: formatSequence(1),
    data,
    ...changes,
  };
}

const attributesOf = (envelope: EventEnvelope) => ({
  [EVENT_TYPE_ATTRIBUTE]: { DataType: 'String', StringValue: envelope.type },
  [EVENT_SOURCE_ATTRIBUTE]: { DataType: 'String', StringValue: envelope.source },
});

/** Publishes an event to one of the example's topics by its output name. */
export async function publish(
  { clients, outputs }: Deployment,
  topic: 'OrderEvents' | 'OrderLedger',
  envelope: EventEnvelope,
): Promise<void> {
  await clients.sns.send(
    new PublishCommand({
      TopicArn: outputs.get(`${topic}TopicArn`),
      Message: serializeEnvelope(envelope),
      MessageAttributes: attributesOf(envelope),
      ...(topic === 'OrderLedger' && {
        MessageGroupId: envelope.partitionkey,
        MessageDeduplicationId: randomUUID(),
      }),
    }),
  );
}

/** Puts a message straight into a subscriber's queue, as a redelivery or a foreign sender would. */
export async function send(
  { clients, outputs }: Deployment,
  subscriber: string,
  body: string,
  attributes: Record<string, { DataType: string; StringValue: string }> = {},
): Promise<string> {
  const { MessageId = '' } = await clients.sqs.send(
    new SendMessageCommand({
      QueueUrl: outputs.get(`${subscriber}QueueUrl`),
      MessageBody: body,
      MessageAttributes: attributes,
    }),
  );
  return MessageId;
}

/** Puts an event straight into a subscriber's queue. */
export const sendEvent = (deployment: Deployment, subscriber: string, envelope: EventEnvelope): Promise<string> =>
  send(deployment, subscriber, serializeEnvelope(envelope), attributesOf(envelope));
