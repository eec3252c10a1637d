import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, readQueueDepth, resumeMapping } from 'fanout/testing';
import { namesOf, queueBatches } from './deliveries.ts';
import type { Lab } from './lab.ts';
import { DEADLINE_MS, receive, sendOrders } from './messages.ts';
import type { Probe } from './probe.ts';

const LAMBDA = 'https://docs.aws.amazon.com/lambda/latest/dg';
const LAMBDA_API = 'https://docs.aws.amazon.com/lambda/latest/api';

/** How a mapping gathers, hides and holds back messages of a standard queue. */
export const mappingBatchProbes: readonly Probe[] = [
  {
    id: 'mapping-batch-size',
    question:
      'Five messages, a batch size of three: does each batch hold three at most, and does every message arrive?',
    aws: { answer: { atMostThree: true, delivered: 5 }, page: `${LAMBDA}/services-sqs-parameters.html` },
    async run(lab) {
      const names = ['a', 'b', 'c', 'd', 'e'];
      await sendOrders(
        lab,
        lab.outputs.get('BatchSizeQueueUrl'),
        names.map((name) => ({ name })),
      );
      const batches = await queueBatches(lab, 'BatchSize', (seen) => namesOf(seen).length >= names.length);
      return { atMostThree: batches.every(({ length }) => length <= 3), delivered: new Set(namesOf(batches)).size };
    },
  },
  {
    id: 'mapping-window',
    question: 'Six messages, 400 ms apart, within a window of four seconds: are they gathered into fewer batches?',
    aws: { answer: true, page: `${LAMBDA}/services-sqs-configure.html` },
    async run(lab) {
      const names = ['a', 'b', 'c', 'd', 'e', 'f'];
      for (const name of names) {
        await sendOrders(lab, lab.outputs.get('WindowQueueUrl'), [{ name }]);
        await sleep(400);
      }
      const batches = await queueBatches(lab, 'Window', (seen) => namesOf(seen).length >= names.length);
      return batches.length < names.length;
    },
  },
  {
    id: 'mapping-visibility',
    question: 'While a function works on a message: is it in flight, and can anybody else receive it?',
    aws: {
      answer: { inFlight: 1, received: 0 },
      page: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html',
    },
    async run(lab) {
      const url = lab.outputs.get('VisibilityQueueUrl');
      await sendOrders(lab, url, [{ name: 'worked-on', act: 'slow' }]);
      const inFlight = await eventually(
        async () => {
          const depth = await readQueueDepth(lab.clients, url);
          return depth.inFlight > 0 && depth.inFlight;
        },
        { deadlineMs: DEADLINE_MS, what: 'the message being in flight' },
      );
      return { inFlight, received: (await receive(lab, url)).length };
    },
  },
  {
    id: 'mapping-pause',
    question: 'A message sent before the mapping is enabled: does it wait in the queue, and arrive then?',
    aws: { answer: { waiting: 1, delivered: ['waited'] }, page: `${LAMBDA_API}/API_UpdateEventSourceMapping.html` },
    async run(lab) {
      const url = lab.outputs.get('PausedQueueUrl');
      const mapping = lab.outputs.get('PausedMappingId');
      await sendOrders(lab, url, [{ name: 'waited' }]);
      await sleep(1_500);
      const { waiting } = await readQueueDepth(lab.clients, url);
      await resumeMapping(lab.clients, mapping);
      return { waiting, delivered: namesOf(await queueBatches(lab, 'Paused', (seen) => seen.length > 0)) };
    },
  },
  {
    id: 'mapping-receive-count',
    question: 'maxReceiveCount 2, every run fails: which receive counts does the function see?',
    aws: {
      answer: [1, 2],
      page: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
    },
    async run(lab) {
      await deadLetter(lab);
      const batches = await queueBatches(lab, 'Receives', (seen) => seen.length >= 2);
      return batches.flat().map(({ run }) => run);
    },
  },
  {
    id: 'dead-letter-receive-count',
    question: 'The receive count of that message when it is first received from the dead-letter queue?',
    aws: {
      answer: 3,
      page: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html',
    },
    differs: { embedded: { answer: 4, reason: 'the move counts as a receive (fauxqs)' } },
    async run(lab) {
      return Number((await deadLetter(lab)).Attributes?.ApproximateReceiveCount);
    },
  },
  {
    id: 'dead-letter-source',
    question: 'Does a message that SQS moved say which queue it came from (DeadLetterQueueSourceArn)?',
    aws: {
      answer: true,
      page: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html',
    },
    differs: { embedded: { answer: false, reason: 'the move sets no such attribute (fauxqs)' } },
    async run(lab) {
      const source = (await deadLetter(lab)).Attributes?.DeadLetterQueueSourceArn;
      return source?.split(':').at(-1) === lab.outputs.get('ReceivesQueueUrl').split('/').at(-1);
    },
  },
];

const deadLetters = new WeakMap<Lab, ReturnType<typeof exhaust>>();

/** One message that fails until SQS moves it, for all probes that look at it. */
function deadLetter(lab: Lab): ReturnType<typeof exhaust> {
  const known = deadLetters.get(lab) ?? exhaust(lab);
  deadLetters.set(lab, known);
  return known;
}

async function exhaust(lab: Lab) {
  await sendOrders(lab, lab.outputs.get('ReceivesQueueUrl'), [{ name: 'failing', act: 'report' }]);
  return eventually(
    async () => {
      const [message] = await receive(lab, lab.outputs.get('ReceivesDeadLetterQueueUrl'));
      return message ?? false;
    },
    { deadlineMs: DEADLINE_MS, what: 'the message reaching the dead-letter queue', intervalMs: 250 },
  );
}
