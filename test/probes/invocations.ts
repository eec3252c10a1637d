import { invokeFunction } from 'fanout/testing';
import { type Delivered, queueBatches } from './deliveries.ts';
import type { Lab } from './lab.ts';
import { type Order, sendOrders } from './messages.ts';
import type { Answer, Probe } from './probe.ts';

const LAMBDA = 'https://docs.aws.amazon.com/lambda/latest/dg';

/** What the function was told of a message beside its body. */
async function described(lab: Lab, queue: string, order: Omit<Order, 'name' | 'act'>): Promise<Answer> {
  await sendOrders(lab, lab.outputs.get(`${queue}QueueUrl`), [{ name: 'described', act: 'describe', ...order }]);
  const [first = []] = await queueBatches(lab, queue, (seen) => seen.length > 0);
  const { attributes = [], messageAttributes = {} } = (first[0] as Delivered).shape ?? {};
  return { attributes, messageAttributes };
}

/** Invokes the prober with a queue's record that orders it to act. */
async function invoked(lab: Lab, act: Order['act']) {
  const record = {
    eventSource: 'aws:sqs',
    eventSourceARN: 'none',
    messageId: '1',
    attributes: { ApproximateReceiveCount: '1' },
    messageAttributes: {},
    body: JSON.stringify({ name: 'invoked', act }),
  };
  return invokeFunction(lab.clients, lab.outputs.get('FunctionName'), { Records: [record] });
}

/** What functions are given, and what their callers are told. */
export const invocationProbes: readonly Probe[] = [
  {
    id: 'record-of-queue',
    question: 'Which attributes has the record of a message with the attribute `colour`?',
    aws: {
      answer: {
        attributes: ['ApproximateFirstReceiveTimestamp', 'ApproximateReceiveCount', 'SenderId', 'SentTimestamp'],
        messageAttributes: {
          colour: { stringValue: 'red', stringListValues: [], binaryListValues: [], dataType: 'String' },
        },
      },
      page: `${LAMBDA}/with-sqs.html`,
    },
    differs: {
      localstack: {
        answer: {
          attributes: ['ApproximateFirstReceiveTimestamp', 'ApproximateReceiveCount', 'SenderId', 'SentTimestamp'],
          messageAttributes: { colour: { stringValue: 'red', dataType: 'String' } },
        },
        reason: 'empty lists are left out',
      },
    },
    run: (lab) => described(lab, 'Described', { attributes: { colour: 'red' } }),
  },
  {
    id: 'record-of-fifo-queue',
    question: 'And the record of a message of a FIFO queue, without attributes of its own?',
    aws: {
      answer: {
        attributes: [
          'ApproximateFirstReceiveTimestamp',
          'ApproximateReceiveCount',
          'MessageDeduplicationId',
          'MessageGroupId',
          'SenderId',
          'SentTimestamp',
          'SequenceNumber',
        ],
        messageAttributes: {},
      },
      page: `${LAMBDA}/with-sqs.html`,
    },
    run: (lab) => described(lab, 'FifoDescribed', { group: 'group' }),
  },
  {
    id: 'invoke-throw',
    question: 'What is the caller of a function that throws told?',
    aws: { answer: 'Error: ordered to throw', page: `${LAMBDA}/nodejs-exceptions.html` },
    async run(lab) {
      const result = await invoked(lab, 'throw');
      return result.ok ? 'nothing' : `${result.errorType}: ${result.errorMessage}`;
    },
  },
  {
    id: 'invoke-time-out',
    question: 'What is the caller of a function that times out told?',
    aws: {
      answer: 'Task timed out after 4.00 seconds',
      page: `${LAMBDA}/configuration-timeout.html`,
      inferred:
        'the page says that Lambda ends the run; the words are those of its log, and no page was found that has them',
    },
    async run(lab) {
      const result = await invoked(lab, 'hang');
      return result.ok ? 'nothing' : (/Task timed out .*/.exec(result.errorMessage)?.[0] ?? result.errorMessage);
    },
  },
  {
    id: 'invoke-exit',
    question: 'What is the caller of a function whose process exits told?',
    aws: { answer: 'Runtime.ExitError', page: 'https://repost.aws/knowledge-center/lambda-runtime-error' },
    async run(lab) {
      const result = await invoked(lab, 'exit');
      return result.ok ? 'nothing' : result.errorType;
    },
  },
];
