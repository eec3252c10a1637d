import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import { eventually, readQueueDepth } from 'fanout/testing';
import type { Lab } from './lab.ts';

/** What a message makes the prober do; prober/index.mjs says how. */
export interface Order {
  readonly name: string;
  readonly act?: 'report' | 'throw' | 'exit' | 'hang' | 'slow' | 'answer' | 'answer-no-json' | 'describe';
  /** Deliveries that it acts on, from the first. */
  readonly times?: number;
  /** What the function answers, for the act `answer`. */
  readonly answer?: unknown;
  readonly group?: string;
  /** String attributes of the message. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Long enough for the slowest cloud to deliver a message twice. */
export const DEADLINE_MS = 60_000;

/** Sends up to ten orders in one call. */
export async function sendOrders({ clients }: Lab, queueUrl: string, orders: readonly Order[]): Promise<void> {
  const { Failed = [] } = await clients.sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: orders.map(({ group, attributes = {}, ...order }, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(order),
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
        ),
        ...(group !== undefined && { MessageGroupId: group }),
      })),
    }),
  );
  if (Failed.length > 0) throw new Error(`orders were not sent: ${JSON.stringify(Failed)}`);
}

/** Receives with all attributes; hides nothing longer than the queue says. */
export async function receive(
  { clients }: Lab,
  queueUrl: string,
  options: { readonly most?: number; readonly waitSeconds?: number; readonly visibilitySeconds?: number } = {},
): Promise<readonly Message[]> {
  const { Messages = [] } = await clients.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: options.most ?? 10,
      WaitTimeSeconds: options.waitSeconds ?? 0,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
      ...(options.visibilitySeconds !== undefined && { VisibilityTimeout: options.visibilitySeconds }),
    }),
  );
  return Messages;
}

/** Receives and deletes until `enough` messages are there, or nothing comes for `quietSeconds`. */
export async function take(lab: Lab, queueUrl: string, enough: number, quietSeconds = 1): Promise<readonly Message[]> {
  const taken: Message[] = [];
  while (taken.length < enough) {
    const messages = await receive(lab, queueUrl, { waitSeconds: quietSeconds });
    if (messages.length === 0) break;
    taken.push(...messages);
    const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await lab.clients.sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
  return taken;
}

/** Waits until a queue of the stack is empty; answers the names of the orders that are in its dead-letter queue then. */
export async function deadLettersOf(lab: Lab, queue: string): Promise<readonly string[]> {
  await eventually(
    async () => {
      const { waiting, inFlight } = await readQueueDepth(lab.clients, lab.outputs.get(`${queue}QueueUrl`));
      return waiting + inFlight === 0;
    },
    { deadlineMs: DEADLINE_MS, what: `queue ${queue} becoming empty`, intervalMs: 250 },
  );
  const letters = await take(lab, lab.outputs.get(`${queue}DeadLetterQueueUrl`), Number.POSITIVE_INFINITY);
  return letters.map(({ Body = '{}' }) => (JSON.parse(Body) as Order).name).sort();
}
