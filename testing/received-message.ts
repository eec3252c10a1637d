import type { Message } from '@aws-sdk/client-sqs';
import { type EventEnvelope, parseEnvelope } from '../contracts/envelope.ts';

/** A message of a queue, with what can be read of it. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly body: string;
  /** String attributes by name. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Message group; FIFO queues only. */
  readonly group?: string;
  /** Missing when the body is no envelope. */
  readonly envelope?: EventEnvelope;
}

/** Reads what SQS answered, asked for all attributes. Never throws: what cannot be parsed is missing. */
export function readMessage(message: Message): ReceivedMessage {
  const attributes = Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { StringValue }]) => [name, StringValue ?? '']),
  );
  const body = message.Body ?? '';
  const parsed = parseEnvelope(body);
  const group = message.Attributes?.MessageGroupId;
  return {
    messageId: message.MessageId ?? '',
    body,
    attributes,
    ...(group !== undefined && { group }),
    ...(parsed.ok && { envelope: parsed.envelope }),
  };
}
