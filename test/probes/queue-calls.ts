import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { Lab } from './lab.ts';
import { receive, sendOrders } from './messages.ts';
import { outcomeOf } from './outcome.ts';
import type { Probe } from './probe.ts';

const API = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference';

/** One message in a queue of its own, received: its handle, and where it is. */
async function received(lab: Lab) {
  const { url } = await lab.queue();
  await sendOrders(lab, url, [{ name: 'only' }]);
  const [message] = await receive(lab, url);
  return { QueueUrl: url, ReceiptHandle: message?.ReceiptHandle ?? '' };
}

/** Single calls to SQS, and batches of which a part fails. */
export const queueCallProbes: readonly Probe[] = [
  {
    id: 'receive-count',
    question: 'A message is received, given back and received again: its receive counts?',
    aws: { answer: [1, 2], page: `${API}/API_ReceiveMessage.html` },
    async run(lab) {
      const { url } = await lab.queue();
      await sendOrders(lab, url, [{ name: 'only' }]);
      const counts: number[] = [];
      for (const visibilitySeconds of [0, 0]) {
        const [message] = await receive(lab, url, { visibilitySeconds });
        counts.push(Number(message?.Attributes?.ApproximateReceiveCount));
      }
      return counts;
    },
  },
  {
    id: 'receive-unasked-attributes',
    question: 'A receive that asks for no attributes: does the message carry any?',
    aws: { answer: { attributes: false, messageAttributes: false }, page: `${API}/API_ReceiveMessage.html` },
    async run(lab) {
      const { url } = await lab.queue();
      const MessageAttributes = { colour: { DataType: 'String', StringValue: 'red' } };
      await lab.clients.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'x', MessageAttributes }));
      const { Messages } = await lab.clients.sqs.send(new ReceiveMessageCommand({ QueueUrl: url }));
      const [message] = Messages ?? [];
      return {
        attributes: message?.Attributes !== undefined,
        messageAttributes: message?.MessageAttributes !== undefined,
      };
    },
  },
  {
    id: 'send-standard-group',
    question: 'A MessageGroupId sent to a standard queue: does the message carry it (fair queues)?',
    aws: { answer: 'tenant', page: `${API}/API_SendMessage.html` },
    differs: { embedded: { answer: null, reason: 'the group is dropped (fauxqs)' } },
    async run(lab) {
      const { url } = await lab.queue();
      await sendOrders(lab, url, [{ name: 'fair', group: 'tenant' }]);
      const [message] = await receive(lab, url);
      return message?.Attributes?.MessageGroupId ?? null;
    },
  },
  {
    id: 'visibility-not-remembered',
    question: 'A receive hides a message for 0 seconds, the next one names no time: for how long is it hidden then?',
    aws: {
      answer: 'as the queue says',
      page: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html',
    },
    async run(lab) {
      const { url } = await lab.queue({ VisibilityTimeout: '30' });
      await sendOrders(lab, url, [{ name: 'only' }]);
      await receive(lab, url, { visibilitySeconds: 0 });
      const [message] = await receive(lab, url);
      return message !== undefined && (await receive(lab, url)).length === 0 ? 'as the queue says' : 'not at all';
    },
  },
  {
    id: 'visibility-not-in-flight',
    question: 'Changing the visibility of a message that is no longer in flight?',
    aws: { answer: 'MessageNotInflight', page: `${API}/API_ChangeMessageVisibility.html` },
    differs: { localstack: { answer: 'ok', reason: 'the state of a message is not checked' } },
    async run(lab) {
      const message = await received(lab);
      const change = () =>
        lab.clients.sqs.send(new ChangeMessageVisibilityCommand({ ...message, VisibilityTimeout: 0 }));
      await change();
      return outcomeOf(change);
    },
  },
  {
    id: 'visibility-too-long',
    question: 'Hiding a message for more than twelve hours?',
    aws: { answer: 'InvalidParameterValue', page: `${API}/API_ChangeMessageVisibility.html` },
    differs: { localstack: { answer: 'ok', reason: 'the range is not checked' } },
    async run(lab) {
      const message = await received(lab);
      return outcomeOf(() =>
        lab.clients.sqs.send(new ChangeMessageVisibilityCommand({ ...message, VisibilityTimeout: 43_201 })),
      );
    },
  },
  {
    id: 'delete-twice',
    question: 'Deleting a message a second time with its handle?',
    aws: { answer: 'ok', page: `${API}/API_DeleteMessage.html` },
    async run(lab) {
      const message = await received(lab);
      await lab.clients.sqs.send(new DeleteMessageCommand(message));
      return outcomeOf(() => lab.clients.sqs.send(new DeleteMessageCommand(message)));
    },
  },
  {
    id: 'delete-batch-entry',
    question: 'DeleteMessageBatch with one good handle and one that is none: which entries fail?',
    aws: { answer: [['bad', 'ReceiptHandleIsInvalid']], page: `${API}/API_DeleteMessageBatch.html` },
    differs: { embedded: { answer: [], reason: 'handles are not checked (fauxqs)' } },
    async run(lab) {
      const { QueueUrl, ReceiptHandle } = await received(lab);
      const Entries = [
        { Id: 'good', ReceiptHandle },
        { Id: 'bad', ReceiptHandle: 'no handle' },
      ];
      const { Failed = [] } = await lab.clients.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      return Failed.map(({ Id = '', Code = '' }) => [Id, Code]);
    },
  },
  {
    id: 'send-batch-entry',
    question: 'SendMessageBatch, one body of two with a character that SQS refuses: which entries fail?',
    aws: { answer: [['bad', 'InvalidMessageContents']], page: `${API}/API_SendMessageBatch.html` },
    async run(lab) {
      const { url: QueueUrl } = await lab.queue();
      const Entries = [
        { Id: 'good', MessageBody: 'text' },
        { Id: 'bad', MessageBody: 'a bell: \u0007' },
      ];
      const { Failed = [] } = await lab.clients.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      return Failed.map(({ Id = '', Code = '' }) => [Id, Code]);
    },
  },
  {
    id: 'send-batch-too-large',
    question: 'SendMessageBatch of two messages that are too large together?',
    aws: { answer: 'BatchRequestTooLong', page: `${API}/API_SendMessageBatch.html` },
    async run(lab) {
      const { url: QueueUrl } = await lab.queue();
      const Entries = ['one', 'two'].map((Id) => ({ Id, MessageBody: 'x'.repeat(600_000) }));
      return outcomeOf(() => lab.clients.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries })));
    },
  },
  {
    id: 'send-batch-same-ids',
    question: 'SendMessageBatch of two entries with one id?',
    aws: { answer: 'BatchEntryIdsNotDistinct', page: `${API}/API_SendMessageBatch.html` },
    async run(lab) {
      const { url: QueueUrl } = await lab.queue();
      const Entries = ['one', 'two'].map((MessageBody) => ({ Id: 'same', MessageBody }));
      return outcomeOf(() => lab.clients.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries })));
    },
  },
  {
    id: 'send-eleven-attributes',
    question: 'A message with eleven attributes?',
    aws: {
      answer: 'InvalidParameterValue',
      page: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html',
    },
    differs: {
      embedded: { answer: 'ok', reason: 'the limit is not known (fauxqs)' },
      localstack: { answer: 'ok', reason: 'the limit is not known' },
    },
    async run(lab) {
      const { url: QueueUrl } = await lab.queue();
      const MessageAttributes = Object.fromEntries(
        Array.from({ length: 11 }, (_, index) => [`a${index}`, { DataType: 'String', StringValue: 'x' }]),
      );
      return outcomeOf(() =>
        lab.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'laden', MessageAttributes })),
      );
    },
  },
];
