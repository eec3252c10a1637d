import { randomUUID } from 'node:crypto';
import { CreateTopicCommand, DeleteTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { CloudClients, StackOutputs } from 'fanout/testing';

/** A queue that a probe made. */
export interface LabQueue {
  readonly url: string;
  readonly arn: string;
}

/** What probes ask a cloud with: clients, the outputs of the probe stack, and resources that go when the lab closes. */
export class Lab {
  readonly clients: CloudClients;
  readonly outputs: StackOutputs;
  readonly #removals: (() => Promise<unknown>)[] = [];

  constructor(clients: CloudClients, outputs: StackOutputs) {
    this.clients = clients;
    this.outputs = outputs;
  }

  /** Makes a queue; `attributes` are SQS's. */
  async queue(attributes: Readonly<Record<string, string>> = {}): Promise<LabQueue> {
    const { sqs } = this.clients;
    const QueueName = `probe-${randomUUID()}${attributes['FifoQueue'] ? '.fifo' : ''}`;
    const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes: attributes }));
    this.#removals.push(() => sqs.send(new DeleteQueueCommand({ QueueUrl: url })));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
    );
    return { url, arn: Attributes?.QueueArn ?? '' };
  }

  /** Makes a topic; `attributes` are SNS's. Answers its ARN. */
  async topic(attributes: Readonly<Record<string, string>> = {}): Promise<string> {
    const { sns } = this.clients;
    const Name = `probe-${randomUUID()}${attributes['FifoTopic'] ? '.fifo' : ''}`;
    const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name, Attributes: attributes }));
    this.#removals.push(() => sns.send(new DeleteTopicCommand({ TopicArn })));
    return TopicArn;
  }

  /** Subscribes a queue to a topic and lets the topic send to it. Subscriptions go with their topic. */
  async subscribe(topicArn: string, queue: LabQueue, attributes: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.clients.sqs.send(
      new SetQueueAttributesCommand({ QueueUrl: queue.url, Attributes: { Policy: letSns(queue.arn) } }),
    );
    await this.clients.sns.send(
      new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: queue.arn, Attributes: attributes }),
    );
  }

  /** Removes what the probes made. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#removals.map((remove) => remove()));
    this.clients.close();
  }
}

const letSns = (queueArn: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
      },
    ],
  });
