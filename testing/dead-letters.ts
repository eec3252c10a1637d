import { ChangeMessageVisibilityBatchCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { FAILURE_ATTRIBUTE } from '../contracts/attributes.ts';
import type { FailureReport } from '../contracts/failure.ts';
import { sqsLimits } from '../contracts/limits.ts';
import type { CloudClients } from './cloud-clients.ts';
import { type ReceivedMessage, readMessage } from './received-message.ts';

/** A message in a dead-letter queue. */
export interface DeadLetter extends ReceivedMessage {
  /** Missing when SQS moved the message after crashes, or when the attribute is not JSON. */
  readonly report?: FailureReport;
}

/** Longer than reading a full queue takes; whatever is not given back in time comes back by itself. */
const HIDDEN_SECONDS = 60;
/** SQS samples its servers: one empty answer to a short poll is no proof of an empty queue. */
const EMPTY_ANSWERS = 2;

/**
 * Reads what a dead-letter queue holds and puts everything back.
 *
 * Receives the messages, so their receive counts rise, and of a FIFO queue it sees at most the first batch of each
 * message group. Other readers see nothing meanwhile.
 */
export async function readDeadLetters(clients: CloudClients, queueUrl: string): Promise<readonly DeadLetter[]> {
  const received = new Map<string, Message>();
  for (let empty = 0; empty < EMPTY_ANSWERS; ) {
    const { Messages = [] } = await clients.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: sqsLimits.batchEntries,
        VisibilityTimeout: HIDDEN_SECONDS,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      }),
    );
    empty = Messages.length === 0 ? empty + 1 : 0;
    for (const message of Messages) {
      received.set(message.MessageId ?? '', message);
    }
  }
  await giveBack(clients, queueUrl, [...received.values()]);
  return [...received.values()].map(toDeadLetter);
}

async function giveBack(clients: CloudClients, queueUrl: string, messages: readonly Message[]): Promise<void> {
  for (let start = 0; start < messages.length; start += sqsLimits.batchEntries) {
    const Entries = messages
      .slice(start, start + sqsLimits.batchEntries)
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
    await clients.sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
}

function toDeadLetter(message: Message): DeadLetter {
  const received = readMessage(message);
  const report = parseReport(received.attributes[FAILURE_ATTRIBUTE]);
  return { ...received, ...(report !== undefined && { report }) };
}

function parseReport(text: string | undefined): FailureReport | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as FailureReport);
  } catch {
    return undefined;
  }
}
