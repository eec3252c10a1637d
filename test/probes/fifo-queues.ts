import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { eventually, resumeMapping } from 'fanout/testing';
import { namesOf, queueBatches } from './deliveries.ts';
import { DEADLINE_MS, receive, sendOrders, take } from './messages.ts';
import type { Probe } from './probe.ts';

const SQS = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide';
const FIFO_LOGIC = `${SQS}/FIFO-queues-understanding-logic.html`;
const FIFO = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };

/** A send that always has the same deduplication id. */
const copy = (QueueUrl: string, MessageBody: string, MessageGroupId: string) =>
  new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId, MessageDeduplicationId: 'same' });

/** Order of FIFO queues, with and without a mapping. */
export const fifoOrderProbes: readonly Probe[] = [
  {
    id: 'fifo-failing-head',
    question:
      'The head of group a fails once; a has a follower, b has one message: what is delivered of a, and is b held back?',
    aws: {
      answer: { ofA: ['a1', 'a1', 'a2'], bBeforeRetry: true },
      page: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html',
    },
    async run(lab) {
      await sendOrders(lab, lab.outputs.get('FifoHeadQueueUrl'), [
        { name: 'a1', act: 'throw', times: 1, group: 'a' },
        { name: 'a2', group: 'a' },
        { name: 'b1', group: 'b' },
      ]);
      const names = namesOf(await queueBatches(lab, 'FifoHead', (seen) => namesOf(seen).length >= 4));
      return {
        ofA: names.filter((name) => name.startsWith('a')),
        bBeforeRetry: names.indexOf('b1') < names.lastIndexOf('a1'),
      };
    },
  },
  {
    id: 'fifo-partial-failure',
    question:
      'Two messages of group a are reported once, one of group b is not: what is delivered again, in which order?',
    aws: { answer: ['a1', 'a2'], page: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html' },
    async run(lab) {
      await sendOrders(lab, lab.outputs.get('FifoPartialQueueUrl'), [
        { name: 'a1', act: 'report', times: 1, group: 'a' },
        { name: 'a2', act: 'report', times: 1, group: 'a' },
        { name: 'b1', group: 'b' },
      ]);
      await resumeMapping(lab.clients, lab.outputs.get('FifoPartialMappingId'));
      const batches = await queueBatches(lab, 'FifoPartial', (seen) => namesOf(seen).length >= 5);
      return batches.flat().flatMap(({ name, run }) => (run > 1 ? [name] : []));
    },
  },
  {
    id: 'fifo-dead-letter-group',
    question: 'A dead letter of a FIFO queue: does it keep its message group?',
    aws: { answer: 'kept', page: `${SQS}/sqs-dead-letter-queues.html` },
    async run(lab) {
      await sendOrders(lab, lab.outputs.get('FifoDeadQueueUrl'), [{ name: 'dead', act: 'report', group: 'kept' }]);
      const url = lab.outputs.get('FifoDeadDeadLetterQueueUrl');
      const letter = await eventually(async () => (await receive(lab, url))[0] ?? false, {
        deadlineMs: DEADLINE_MS,
        what: 'the dead letter',
        intervalMs: 250,
      });
      return letter.Attributes?.MessageGroupId ?? null;
    },
  },
  {
    id: 'fifo-group-in-batch',
    question: 'Three messages of one group wait, batch size ten: in how many batches do they come?',
    aws: { answer: { batches: 1, names: ['one', 'two', 'three'] }, page: FIFO_LOGIC },
    differs: {
      embedded: {
        answer: { batches: 3, names: ['one', 'two', 'three'] },
        reason:
          'a receive returns at most one message of a group (fauxqs): harmless to order, but batches of one group are never exercised',
      },
    },
    async run(lab) {
      const orders = ['one', 'two', 'three'].map((name) => ({ name, group: 'only' }));
      await sendOrders(lab, lab.outputs.get('FifoBatchQueueUrl'), orders);
      await resumeMapping(lab.clients, lab.outputs.get('FifoBatchMappingId'));
      const batches = await queueBatches(lab, 'FifoBatch', (seen) => namesOf(seen).length >= 3);
      return { batches: batches.length, names: namesOf(batches) };
    },
  },
  {
    id: 'fifo-receive-group',
    question: 'Three messages of one group wait: how many does one receive of up to ten bring?',
    aws: { answer: 3, page: FIFO_LOGIC },
    differs: {
      embedded: {
        answer: 1,
        reason:
          'a receive returns at most one message of a group (fauxqs): harmless to order, but batches of one group are never exercised',
      },
    },
    async run(lab) {
      const { url } = await lab.queue(FIFO);
      await sendOrders(
        lab,
        url,
        ['one', 'two', 'three'].map((name) => ({ name, group: 'only' })),
      );
      return (await receive(lab, url)).length;
    },
  },
  {
    id: 'fifo-group-locked',
    question: 'The head of a group is in flight: can its follower be received, and a message of another group?',
    aws: { answer: ['other'], page: FIFO_LOGIC },
    async run(lab) {
      const { url } = await lab.queue(FIFO);
      await sendOrders(lab, url, [
        { name: 'head', group: 'locked' },
        { name: 'follower', group: 'locked' },
      ]);
      await receive(lab, url, { most: 1 });
      await sendOrders(lab, url, [{ name: 'other', group: 'free' }]);
      return (await receive(lab, url)).map(({ Body = '{}' }) => JSON.parse(Body).name);
    },
  },
  {
    id: 'fifo-group-released',
    question: 'The head of a group is given back at once: what does the next receive bring first?',
    aws: { answer: 'head', page: FIFO_LOGIC },
    async run(lab) {
      const { url } = await lab.queue(FIFO);
      await sendOrders(
        lab,
        url,
        ['head', 'follower'].map((name) => ({ name, group: 'only' })),
      );
      await receive(lab, url, { most: 1, visibilitySeconds: 0 });
      const [first] = await receive(lab, url);
      return JSON.parse(first?.Body ?? '{}').name;
    },
  },
  {
    id: 'fifo-deduplication',
    question: 'Two sends with one deduplication id: how many messages, and does the second send answer the first id?',
    aws: {
      answer: { messages: 1, sameId: true, sameSequence: true },
      page: `${SQS}/using-messagededuplicationid-property.html`,
      inferred: 'the copy is acknowledged and not delivered, so that there is no other message to name',
    },
    differs: {
      localstack: { answer: { messages: 1, sameId: true, sameSequence: false }, reason: 'the copy is numbered anew' },
    },
    async run(lab) {
      const { url } = await lab.queue({ FifoQueue: 'true' });
      const send = (body: string) => lab.clients.sqs.send(copy(url, body, 'group'));
      const [first, second] = [await send('first'), await send('second')];
      const sameId = first.MessageId === second.MessageId;
      const sameSequence = first.SequenceNumber === second.SequenceNumber;
      return { messages: (await take(lab, url, 2)).length, sameId, sameSequence };
    },
  },
  {
    id: 'fifo-deduplication-scope',
    question: 'DeduplicationScope messageGroup, one deduplication id in two groups: how many messages?',
    aws: { answer: 2, page: `${SQS}/high-throughput-fifo.html` },
    differs: { embedded: { answer: 1, reason: 'the scope is stored and not applied (fauxqs)' } },
    async run(lab) {
      const { url } = await lab.queue({
        FifoQueue: 'true',
        DeduplicationScope: 'messageGroup',
        FifoThroughputLimit: 'perMessageGroupId',
      });
      await lab.clients.sqs.send(copy(url, 'one', 'a'));
      await lab.clients.sqs.send(copy(url, 'two', 'b'));
      return (await take(lab, url, 2)).length;
    },
  },
];
