import { resumeMapping, throttleFunction } from 'fanout/testing';
import type { Lab } from './lab.ts';
import { deadLettersOf, type Order, sendOrders } from './messages.ts';
import type { Probe } from './probe.ts';

const ERRORS = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html';
const DEAD_LETTERS =
  'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html';

/**
 * Delivers one batch of two from a queue whose maxReceiveCount is one: what is given back once is a dead letter.
 *
 * The mapping is enabled when both are there, so that they make one batch.
 */
async function givenBack(lab: Lab, queue: string, orders: readonly Order[]): Promise<readonly string[]> {
  await sendOrders(lab, lab.outputs.get(`${queue}QueueUrl`), orders);
  await resumeMapping(lab.clients, lab.outputs.get(`${queue}MappingId`));
  return deadLettersOf(lab, queue);
}

/** Which messages of a batch come back after a failure. */
export const mappingFailureProbes: readonly Probe[] = [
  {
    id: 'batch-partial-failure',
    question: 'A function reports one message of a batch of two: which come back?',
    aws: { answer: ['reported'], page: ERRORS },
    run: (lab) => givenBack(lab, 'Partial', [{ name: 'fine' }, { name: 'reported', act: 'report' }]),
  },
  {
    id: 'batch-unreported',
    question: 'The same answer without ReportBatchItemFailures on the mapping: which come back?',
    aws: { answer: [], page: ERRORS },
    run: (lab) => givenBack(lab, 'Unreported', [{ name: 'fine' }, { name: 'reported', act: 'report' }]),
  },
  {
    id: 'batch-throw',
    question: 'The function throws: which messages of the batch come back?',
    aws: { answer: ['fine', 'throwing'], page: ERRORS },
    run: (lab) => givenBack(lab, 'Throwing', [{ name: 'fine' }, { name: 'throwing', act: 'throw' }]),
  },
  {
    id: 'batch-crash',
    question: 'The process exits: which messages of the batch come back?',
    aws: { answer: ['exiting', 'fine'], page: ERRORS },
    run: (lab) => givenBack(lab, 'Exiting', [{ name: 'fine' }, { name: 'exiting', act: 'exit' }]),
  },
  {
    id: 'batch-time-out',
    question: 'The function times out: which messages of the batch come back?',
    aws: { answer: ['fine', 'hanging'], page: ERRORS },
    run: (lab) => givenBack(lab, 'Hanging', [{ name: 'fine' }, { name: 'hanging', act: 'hang' }]),
  },
  {
    id: 'batch-throttle',
    question:
      'The function is throttled for good, maxReceiveCount 1: does its message become a dead letter without a run?',
    aws: {
      answer: ['never-run'],
      page: ERRORS,
      inferred: `Lambda drops a throttled message when its visibility timeout ends, and SQS [moves](${DEAD_LETTERS}) what was received too often, whether it was run or not`,
    },
    async run(lab) {
      await throttleFunction(lab.clients, lab.outputs.get('ThrottledFunctionName'));
      return givenBack(lab, 'Throttled', [{ name: 'never-run' }]);
    },
  },
];
