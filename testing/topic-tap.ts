import { randomUUID } from 'node:crypto';
import { SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { sqsLimits } from '../contracts/limits.ts';
import type { CloudClients } from './cloud-clients.ts';
import { type ReceivedMessage, readMessage } from './received-message.ts';

const LONG_POLL_SECONDS = 1;

/** A queue of its own subscribed to everything that a topic delivers, beside the stack's subscribers. */
export class TopicTap {
  readonly topicArn: string;
  readonly queueUrl: string;
  readonly #clients: CloudClients;
  readonly #subscriptionArn: string;

  private constructor(clients: CloudClients, topicArn: string, queueUrl: string, subscriptionArn: string) {
    this.#clients = clients;
    this.topicArn = topicArn;
    this.queueUrl = queueUrl;
    this.#subscriptionArn = subscriptionArn;
  }

  /** Creates the queue and the subscription. Messages published before it resolves may be missing. Close it. */
  static async open(clients: CloudClients, topicArn: string): Promise<TopicTap> {
    const fifo = topicArn.endsWith('.fifo');
    const { QueueUrl = '' } = await clients.sqs.send(
      new CreateQueueCommand({
        QueueName: `fanout-tap-${randomUUID()}${fifo ? '.fifo' : ''}`,
        Attributes: { ...(fifo && { FifoQueue: 'true' }) },
      }),
    );
    const queueArn = await letTopicSend(clients, QueueUrl, topicArn);
    const { SubscriptionArn = '' } = await clients.sns.send(
      new SubscribeCommand({
        TopicArn: topicArn,
        Protocol: 'sqs',
        Endpoint: queueArn,
        Attributes: { RawMessageDelivery: 'true' },
        ReturnSubscriptionArn: true,
      }),
    );
    return new TopicTap(clients, topicArn, QueueUrl, SubscriptionArn);
  }

  /** Takes up to ten messages as a subscriber with raw delivery gets them, waiting a second at most for the first. What is answered is deleted from the tap. */
  async take(): Promise<readonly ReceivedMessage[]> {
    const { Messages = [] } = await this.#clients.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: this.queueUrl,
        MaxNumberOfMessages: sqsLimits.batchEntries,
        WaitTimeSeconds: LONG_POLL_SECONDS,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      }),
    );
    if (Messages.length > 0) {
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await this.#clients.sqs.send(new DeleteMessageBatchCommand({ QueueUrl: this.queueUrl, Entries }));
    }
    return Messages.map(readMessage);
  }

  /** Removes subscription and queue. Let a `take` in flight finish first. */
  async close(): Promise<void> {
    await this.#clients.sns.send(new UnsubscribeCommand({ SubscriptionArn: this.#subscriptionArn }));
    await this.#clients.sqs.send(new DeleteQueueCommand({ QueueUrl: this.queueUrl }));
  }
}

async function letTopicSend(clients: CloudClients, QueueUrl: string, topicArn: string): Promise<string> {
  const { Attributes } = await clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const queueArn = Attributes?.QueueArn ?? '';
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
      },
    ],
  });
  await clients.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  return queueArn;
}
