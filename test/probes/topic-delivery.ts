import { PublishBatchCommand, PublishCommand } from '@aws-sdk/client-sns';
import { DeleteQueueCommand } from '@aws-sdk/client-sqs';
import { take } from './messages.ts';
import { outcomeOf } from './outcome.ts';
import type { Probe } from './probe.ts';
import { publish } from './published.ts';

const SNS = 'https://docs.aws.amazon.com/sns/latest/dg';
const FIFO_TOPIC = { FifoTopic: 'true', ContentBasedDeduplication: 'false' };

/** How a topic hands messages to queues. */
export const topicDeliveryProbes: readonly Probe[] = [
  {
    id: 'delivery-raw',
    question: 'Raw delivery: what is the body, and which attributes has the message?',
    aws: {
      answer: { body: '{"name":"plain"}', attributes: ['colour'] },
      page: `${SNS}/sns-large-payload-raw-message-delivery.html`,
    },
    async run(lab) {
      const [topic, queue] = await Promise.all([lab.topic(), lab.queue()]);
      await lab.subscribe(topic, queue, { RawMessageDelivery: 'true' });
      await publish(lab, topic, { name: 'plain', attributes: { colour: 'red' } });
      const [message] = await take(lab, queue.url, 1, 10);
      return { body: message?.Body ?? '', attributes: Object.keys(message?.MessageAttributes ?? {}) };
    },
  },
  {
    id: 'delivery-enveloped',
    question: 'Without raw delivery: what is in the envelope, and which attributes has the message itself?',
    aws: {
      answer: {
        type: 'Notification',
        message: '{"name":"wrapped"}',
        enveloped: { colour: { Type: 'String', Value: 'red' } },
        attributes: [],
      },
      page: `${SNS}/sns-sqs-as-subscriber.html`,
    },
    async run(lab) {
      const [topic, queue] = await Promise.all([lab.topic(), lab.queue()]);
      await lab.subscribe(topic, queue);
      await publish(lab, topic, { name: 'wrapped', attributes: { colour: 'red' } });
      const [message] = await take(lab, queue.url, 1, 10);
      const { Type, Message, MessageAttributes } = JSON.parse(message?.Body ?? '{}');
      return {
        type: Type,
        message: Message,
        enveloped: MessageAttributes,
        attributes: Object.keys(message?.MessageAttributes ?? {}),
      };
    },
  },
  {
    id: 'delivery-raw-eleven-attributes',
    question: 'Raw delivery of a message with eleven attributes: does it arrive?',
    aws: { answer: false, page: `${SNS}/sns-message-attributes.html` },
    differs: {
      embedded: { answer: true, reason: 'the limit is not known (fauxqs)' },
      localstack: { answer: true, reason: 'the limit is not known' },
    },
    async run(lab) {
      const [topic, raw, wrapped] = await Promise.all([lab.topic(), lab.queue(), lab.queue()]);
      await lab.subscribe(topic, raw, { RawMessageDelivery: 'true' });
      await lab.subscribe(topic, wrapped);
      const attributes = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`a${index}`, 'x']));
      await publish(lab, topic, { name: 'laden', attributes });
      await take(lab, wrapped.url, 1, 10);
      return (await take(lab, raw.url, 1)).length > 0;
    },
  },
  {
    id: 'subscription-dead-letter',
    question: "The subscribed queue is gone: does the message reach the subscription's dead-letter queue?",
    aws: { answer: true, page: `${SNS}/sns-dead-letter-queues.html` },
    differs: {
      embedded: {
        answer: false,
        reason: 'redrive policies of subscriptions are not applied (fauxqs): the message is lost',
      },
    },
    async run(lab) {
      const [topic, queue, deadLetters] = await Promise.all([lab.topic(), lab.queue(), lab.queue()]);
      await lab.subscribe(topic, queue, {
        RawMessageDelivery: 'true',
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn }),
      });
      await lab.clients.sqs.send(new DeleteQueueCommand({ QueueUrl: queue.url }));
      await publish(lab, topic, { name: 'stranded' });
      return (await take(lab, deadLetters.url, 1, 3)).length > 0;
    },
  },
  {
    id: 'topic-fifo-deduplication',
    question: 'A FIFO topic, two publishes with one deduplication id: how many messages arrive?',
    aws: { answer: 1, page: `${SNS}/fifo-message-dedup.html` },
    async run(lab) {
      const [topic, queue] = await Promise.all([lab.topic(FIFO_TOPIC), lab.queue({ FifoQueue: 'true' })]);
      await lab.subscribe(topic, queue, { RawMessageDelivery: 'true' });
      for (const Message of ['first', 'second']) await lab.clients.sns.send(fifoPublish(topic, Message, 'same'));
      return (await take(lab, queue.url, 2, 3)).length;
    },
  },
  {
    id: 'topic-fifo-deduplication-to-standard',
    question: 'The same with a standard queue behind the FIFO topic: how many messages arrive?',
    aws: { answer: 1, page: `${SNS}/fifo-message-dedup.html` },
    differs: {
      embedded: { answer: 2, reason: 'only queues deduplicate (fauxqs)' },
      localstack: { answer: 2, reason: 'only queues deduplicate' },
    },
    async run(lab) {
      const [topic, queue] = await Promise.all([lab.topic(FIFO_TOPIC), lab.queue()]);
      await lab.subscribe(topic, queue, { RawMessageDelivery: 'true' });
      for (const Message of ['first', 'second']) await lab.clients.sns.send(fifoPublish(topic, Message, 'same'));
      return (await take(lab, queue.url, 2, 3)).length;
    },
  },
  {
    id: 'topic-fifo-sequence',
    question: 'Does a publish to a FIFO topic answer a SequenceNumber?',
    aws: { answer: true, page: 'https://docs.aws.amazon.com/sns/latest/api/API_Publish.html' },
    differs: { embedded: { answer: false, reason: 'publishes are not numbered (fauxqs)' } },
    async run(lab) {
      const topic = await lab.topic(FIFO_TOPIC);
      const { SequenceNumber } = await lab.clients.sns.send(fifoPublish(topic, 'numbered', 'one'));
      return SequenceNumber !== undefined;
    },
  },
  {
    id: 'topic-standard-group',
    question: 'A MessageGroupId published to a standard topic: does the standard queue show it (fair queues)?',
    aws: { answer: 'tenant', page: 'https://docs.aws.amazon.com/sns/latest/api/API_Publish.html' },
    differs: { embedded: { answer: null, reason: 'the group is dropped (fauxqs)' } },
    async run(lab) {
      const [topic, queue] = await Promise.all([lab.topic(), lab.queue()]);
      await lab.subscribe(topic, queue, { RawMessageDelivery: 'true' });
      const publication = new PublishCommand({ TopicArn: topic, Message: 'fair', MessageGroupId: 'tenant' });
      await lab.clients.sns.send(publication);
      const [message] = await take(lab, queue.url, 1, 5);
      return message?.Attributes?.MessageGroupId ?? null;
    },
  },
  {
    id: 'publish-batch-too-large',
    question: 'PublishBatch of two messages that are too large together?',
    aws: { answer: 'BatchRequestTooLong', page: 'https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html' },
    differs: { embedded: { answer: 'ok', reason: 'only single messages are measured (fauxqs)' } },
    async run(lab) {
      const TopicArn = await lab.topic();
      const PublishBatchRequestEntries = ['one', 'two'].map((Id) => ({ Id, Message: 'x'.repeat(150_000) }));
      return outcomeOf(() => lab.clients.sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries })));
    },
  },
  {
    id: 'publish-batch-same-ids',
    question: 'PublishBatch of two entries with one id?',
    aws: {
      answer: 'BatchEntryIdsNotDistinct',
      page: 'https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html',
    },
    async run(lab) {
      const TopicArn = await lab.topic();
      const PublishBatchRequestEntries = ['one', 'two'].map((Message) => ({ Id: 'same', Message }));
      return outcomeOf(() => lab.clients.sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries })));
    },
  },
];

const fifoPublish = (TopicArn: string, Message: string, MessageDeduplicationId: string) =>
  new PublishCommand({ TopicArn, Message, MessageGroupId: 'group', MessageDeduplicationId });
