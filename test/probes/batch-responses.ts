import type { Lab } from './lab.ts';
import { deadLettersOf, sendOrders } from './messages.ts';
import type { Difference, Probe, ProbedCloud } from './probe.ts';

const ERRORS = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html';

interface Response {
  readonly id: string;
  /** The response, as the question names it. */
  readonly what: string;
  readonly answer?: unknown;
  /** @default 'answer' */
  readonly act?: 'answer-no-json';
  /** What Lambda makes of it. */
  readonly aws: 'deleted' | 'given back';
  /** As of {@link Documented}. */
  readonly inferred?: string;
  readonly differs?: Readonly<Partial<Record<ProbedCloud, Difference>>>;
}

/** The page calls an invalid JSON response a complete failure. */
const NOT_THE_SYNTAX = 'it is JSON, but not in the syntax of a response, and so counts as an invalid one';

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
    inferred: 'it names a failure that cannot be found, like an identifier under another key',
  },
  { id: 'text', what: 'a text', answer: 'done', aws: 'given back', inferred: NOT_THE_SYNTAX },
  { id: 'list', what: 'a list', answer: ['done'], aws: 'given back', inferred: NOT_THE_SYNTAX },
  {
    id: 'text-for-list',
    what: 'a text for the list of failures',
    answer: { batchItemFailures: 'none' },
    aws: 'given back',
    inferred: NOT_THE_SYNTAX,
  },
  { id: 'no-json', what: 'what no JSON can hold (a BigInt)', act: 'answer-no-json', aws: 'given back' },
];

/** What becomes of a message whose function answers with an empty or malformed list of failures. */
export const batchResponseProbes: readonly Probe[] = RESPONSES.map(({ id, what, aws, inferred, differs }) => ({
  id: `response-${id}`,
  question: `The function answers ${what}: is its message deleted or given back?`,
  aws: { answer: aws, page: ERRORS, ...(inferred !== undefined && { inferred }) },
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
  const url = lab.outputs.get('ResponsesQueueUrl');
  await Promise.all(
    RESPONSES.map(({ id, answer, act = 'answer' as const }) => sendOrders(lab, url, [{ name: id, act, answer }])),
  );
  return deadLettersOf(lab, 'Responses');
}
