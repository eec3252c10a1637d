import type { Lab } from './lab.ts';
import { deadLettersOf, sendOrders } from './messages.ts';
import type { Difference, Probe, ProbedCloud } from './probe.ts';

const ERRORS = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html';

interface Response {
  readonly id: string;
  /** The response, as the question names it. */
  readonly what: string;
  readonly answer: unknown;
  /** What Lambda makes of it. */
  readonly aws: 'deleted' | 'given back';
  readonly differs?: Readonly<Partial<Record<ProbedCloud, Difference>>>;
}

const failures = (...batchItemFailures: unknown[]) => ({ batchItemFailures });

const RESPONSES: readonly Response[] = [
  { id: 'null', what: 'null', answer: null, aws: 'deleted' },
  { id: 'empty-object', what: '`{}`', answer: {}, aws: 'deleted' },
  { id: 'empty-list', what: 'an empty list of failures', answer: failures(), aws: 'deleted' },
  { id: 'null-list', what: 'null for the list of failures', answer: { batchItemFailures: null }, aws: 'deleted' },
  {
    id: 'empty-identifier',
    what: 'an empty itemIdentifier',
    answer: failures({ itemIdentifier: '' }),
    aws: 'given back',
  },
  {
    id: 'null-identifier',
    what: 'a null itemIdentifier',
    answer: failures({ itemIdentifier: null }),
    aws: 'given back',
  },
  { id: 'bad-key', what: 'a failure with another key', answer: failures({ itemId: 'x' }), aws: 'given back' },
  {
    id: 'unknown-identifier',
    what: 'the itemIdentifier of no message of the batch',
    answer: failures({ itemIdentifier: 'nobody' }),
    aws: 'given back',
  },
];

/** What becomes of a message whose function answers with an empty or malformed list of failures. */
export const batchResponseProbes: readonly Probe[] = RESPONSES.map(({ id, what, aws, differs }) => ({
  id: `response-${id}`,
  question: `The function answers ${what}: is its message deleted or given back?`,
  aws: { answer: aws, page: ERRORS },
  ...(differs !== undefined && { differs }),
  run: async (lab) => ((await messagesGivenBack(lab)).includes(id) ? 'given back' : 'deleted'),
}));

const experiments = new WeakMap<Lab, Promise<readonly string[]>>();

/** One experiment for all responses: each message is a batch of its own, and a dead letter once it is given back. */
function messagesGivenBack(lab: Lab): Promise<readonly string[]> {
  const known = experiments.get(lab) ?? sendAll(lab);
  experiments.set(lab, known);
  return known;
}

async function sendAll(lab: Lab): Promise<readonly string[]> {
  const orders = RESPONSES.map(({ id, answer }) => ({ name: id, act: 'answer' as const, answer }));
  await sendOrders(lab, lab.outputs.get('ResponsesQueueUrl'), orders);
  return deadLettersOf(lab, 'Responses');
}
