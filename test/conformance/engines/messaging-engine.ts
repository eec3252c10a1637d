import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';

/** SNS and SQS to run real adapters on. */
export interface MessagingEngine {
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  /** Creates a queue, FIFO when `name` ends in `.fifo`, and answers its URL. */
  createQueue(name: string): Promise<string>;
  /** Creates a topic, FIFO when `name` ends in `.fifo`, with a queue that gets its messages raw. */
  createTopic(name: string): Promise<{ readonly topicArn: string; readonly queueUrl: string }>;
  /** Receives what is visible, with all attributes, in as many calls as it takes. */
  receiveAll(queueUrl: string): Promise<readonly Message[]>;
  stop(): Promise<void>;
}

const REGION = 'us-east-1';

/** Starts fauxqs in this process, on a free loopback port. */
export async function startMessaging(): Promise<MessagingEngine> {
  const app = buildApp({ logger: false });
  const endpoint = await app.listen({ host: '127.0.0.1', port: 0 });
  const settings = { endpoint, region: REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const sns = new SNSClient(settings);
  const sqs = new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
  const fifo = (name: string, flag: string) => (name.endsWith('.fifo') ? { [flag]: 'true' } : {});

  const createQueue = async (name: string): Promise<string> => {
    const created = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: fifo(name, 'FifoQueue') }));
    return created.QueueUrl as string;
  };
  const receive = async (QueueUrl: string): Promise<readonly Message[]> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      }),
    );
    return Messages;
  };

  return {
    sns,
    sqs,
    createQueue,
    async createTopic(name) {
      const queueUrl = await createQueue(`tap-of-${name}`);
      const { Attributes: attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
      );
      const { TopicArn: topicArn } = await sns.send(
        new CreateTopicCommand({ Name: name, Attributes: fifo(name, 'FifoTopic') }),
      );
      await sns.send(
        new SubscribeCommand({
          TopicArn: topicArn,
          Protocol: 'sqs',
          Endpoint: attributes?.['QueueArn'],
          Attributes: { RawMessageDelivery: 'true' },
        }),
      );
      return { topicArn: topicArn as string, queueUrl };
    },
    async receiveAll(queueUrl) {
      const received: Message[] = [];
      for (let batch = await receive(queueUrl); batch.length > 0; batch = await receive(queueUrl)) {
        received.push(...batch);
      }
      return received;
    },
    async stop() {
      sns.destroy();
      sqs.destroy();
      await app.close();
    },
  };
}
