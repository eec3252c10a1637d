import {
  CancelMessageMoveTaskCommand,
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { OutgoingMessage } from '../../../embedded/engine/sqs/message.ts';
import type { QueueAttributes } from '../../../embedded/engine/sqs/queue-attributes.ts';
import type { ReceivedMessage } from '../../../embedded/engine/sqs/received-message.ts';
import type { SqsCalls } from './messaging-services.ts';
import { batchResult, engineAttributes, sdkAttributes, withCode } from './sdk-fields.ts';

/** SQS through the SDK, by the engine's names. Queues are those that it created. */
export function sqsThroughSdk(client: SQSClient): SqsCalls {
  const urls = new Map<string, string>();
  const urlOf = (queueArn: string) => ({ QueueUrl: urls.get(queueArn) ?? queueArn });
  return withCode<SqsCalls>({
    async createQueue({ queueName, attributes = {} }) {
      const { QueueUrl } = await client.send(
        new CreateQueueCommand({ QueueName: queueName, Attributes: queueAttributes(attributes) }),
      );
      const described = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
      const queueArn = described.Attributes?.QueueArn ?? '';
      urls.set(queueArn, QueueUrl ?? '');
      return { queueArn };
    },
    async deleteQueue({ queueArn }) {
      await client.send(new DeleteQueueCommand(urlOf(queueArn)));
    },
    async getQueueAttributes({ queueArn }) {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({ ...urlOf(queueArn), AttributeNames: ['All'] }),
      );
      const entries = Object.entries(Attributes).map(([name, value]) => [camel(name), Number(value)]);
      return Object.fromEntries(entries) as never;
    },
    async setQueueAttributes({ queueArn, attributes }) {
      await client.send(new SetQueueAttributesCommand({ ...urlOf(queueArn), Attributes: queueAttributes(attributes) }));
    },
    async sendMessage({ queueArn, ...message }) {
      const sent = await client.send(new SendMessageCommand({ ...urlOf(queueArn), ...sendFields(message) }));
      return { messageId: sent.MessageId ?? '', sequenceNumber: sent.SequenceNumber };
    },
    async sendMessageBatch({ queueArn, entries }) {
      const Entries = entries.map(({ id, ...message }) => ({ Id: id, ...sendFields(message) }));
      return batchResult(await client.send(new SendMessageBatchCommand({ ...urlOf(queueArn), Entries }))) as never;
    },
    async receiveMessage({ queueArn, maxNumberOfMessages, visibilityTimeout, receiveRequestAttemptId }) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          ...urlOf(queueArn),
          MaxNumberOfMessages: maxNumberOfMessages,
          VisibilityTimeout: visibilityTimeout,
          ReceiveRequestAttemptId: receiveRequestAttemptId,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
        }),
      );
      return { messages: Messages.map(received) };
    },
    async deleteMessage({ queueArn, receiptHandle }) {
      await client.send(new DeleteMessageCommand({ ...urlOf(queueArn), ReceiptHandle: receiptHandle }));
    },
    async deleteMessageBatch({ queueArn, entries }) {
      const Entries = entries.map(({ id, receiptHandle }) => ({ Id: id, ReceiptHandle: receiptHandle }));
      return batchResult(await client.send(new DeleteMessageBatchCommand({ ...urlOf(queueArn), Entries })));
    },
    async changeMessageVisibility({ queueArn, receiptHandle, visibilityTimeout }) {
      const change = { ReceiptHandle: receiptHandle, VisibilityTimeout: visibilityTimeout };
      await client.send(new ChangeMessageVisibilityCommand({ ...urlOf(queueArn), ...change }));
    },
    async changeMessageVisibilityBatch({ queueArn, entries }) {
      const Entries = entries.map(({ id, receiptHandle, visibilityTimeout }) => ({
        Id: id,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: visibilityTimeout,
      }));
      return batchResult(await client.send(new ChangeMessageVisibilityBatchCommand({ ...urlOf(queueArn), Entries })));
    },
    async purgeQueue({ queueArn }) {
      await client.send(new PurgeQueueCommand(urlOf(queueArn)));
    },
    async listDeadLetterSourceQueues({ queueArn }) {
      const { queueUrls = [] } = await client.send(new ListDeadLetterSourceQueuesCommand(urlOf(queueArn)));
      return { queueArns: queueUrls.map((url) => [...urls].find(([, known]) => known === url)?.[0] ?? url) };
    },
    async startMessageMoveTask({ sourceArn, destinationArn, maxNumberOfMessagesPerSecond }) {
      const { TaskHandle: taskHandle = '' } = await client.send(
        new StartMessageMoveTaskCommand({
          SourceArn: sourceArn,
          DestinationArn: destinationArn,
          MaxNumberOfMessagesPerSecond: maxNumberOfMessagesPerSecond,
        }),
      );
      return { taskHandle };
    },
    async listMessageMoveTasks({ sourceArn, maxResults }) {
      const { Results = [] } = await client.send(
        new ListMessageMoveTasksCommand({ SourceArn: sourceArn, MaxResults: maxResults }),
      );
      return { results: Results.map((task) => camelFields(task)) as never };
    },
    async cancelMessageMoveTask({ taskHandle }) {
      const answer = await client.send(new CancelMessageMoveTaskCommand({ TaskHandle: taskHandle }));
      return { approximateNumberOfMessagesMoved: answer.ApproximateNumberOfMessagesMoved ?? 0 };
    },
  });
}

const camel = (name: string): string => name[0]?.toLowerCase() + name.slice(1);

const camelFields = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [camel(name), value]));

/** Settings as SQS takes them: texts, and policies in JSON. */
const queueAttributes = (attributes: Partial<QueueAttributes>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name[0]?.toUpperCase() + name.slice(1),
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );

const sendFields = (message: OutgoingMessage) => ({
  MessageBody: message.body,
  DelaySeconds: message.delaySeconds,
  MessageAttributes: sdkAttributes(message.messageAttributes),
  MessageGroupId: message.messageGroupId,
  MessageDeduplicationId: message.messageDeduplicationId,
});

const received = ({ Attributes = {}, ...message }: Message): ReceivedMessage => ({
  messageId: message.MessageId ?? '',
  receiptHandle: message.ReceiptHandle ?? '',
  body: message.Body ?? '',
  messageAttributes: engineAttributes(message.MessageAttributes),
  approximateReceiveCount: Number(Attributes.ApproximateReceiveCount),
  approximateFirstReceiveTimestamp: Number(Attributes.ApproximateFirstReceiveTimestamp),
  sentTimestamp: Number(Attributes.SentTimestamp),
  messageGroupId: Attributes.MessageGroupId,
  messageDeduplicationId: Attributes.MessageDeduplicationId,
  sequenceNumber: Attributes.SequenceNumber,
  traceHeader: Attributes.AWSTraceHeader,
  deadLetterQueueSourceArn: Attributes.DeadLetterQueueSourceArn,
});
