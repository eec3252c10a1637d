import type { AddressInfo } from 'node:net';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import { type CloudClients, connectTo } from '../../../testing/cloud-clients.ts';

/** SNS and SQS on a free port of this machine, with clients for them. */
export interface MessagingEngine {
  readonly clients: CloudClients;
  createQueue(name: string): Promise<string>;
  createTopic(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the engine. Names that end in `.fifo` give FIFO queues and topics. Stop it. */
export async function startMessagingEngine(): Promise<MessagingEngine> {
  const app = buildApp({ logger: false });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const clients = connectTo({ endpoint: `http://127.0.0.1:${port}` });
  const fifo = (name: string, attributes: Record<string, string>) => (name.endsWith('.fifo') ? attributes : {});
  return {
    clients,
    createQueue: async (QueueName) => {
      const Attributes = fifo(QueueName, { FifoQueue: 'true' });
      const { QueueUrl = '' } = await clients.sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
      return QueueUrl;
    },
    createTopic: async (Name) => {
      const Attributes = fifo(Name, { FifoTopic: 'true' });
      const { TopicArn = '' } = await clients.sns.send(new CreateTopicCommand({ Name, Attributes }));
      return TopicArn;
    },
    stop: async () => {
      clients.close();
      await app.close();
    },
  };
}
