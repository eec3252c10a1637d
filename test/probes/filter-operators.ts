import type { Answer, Difference, Probe, ProbedCloud } from './probe.ts';
import { passing } from './published.ts';

const SNS = 'https://docs.aws.amazon.com/sns/latest/dg';
const STRINGS = `${SNS}/string-value-matching.html`;
const NUMBERS = `${SNS}/numeric-value-matching.html`;

/** A filter policy on attributes, and which of some values of the attribute `v` it lets through. */
interface Operator {
  readonly id: string;
  readonly page: string;
  readonly policy: Readonly<Record<string, unknown>>;
  readonly values: readonly (string | number | readonly unknown[])[];
  /** The values that AWS lets through. */
  readonly aws: readonly Answer[];
  readonly differs?: Readonly<Partial<Record<ProbedCloud, Difference>>>;
}

const FRUITS = ['apple', 'apple-pie', 'pineapple', 'APPLE', 'pear'];

const OPERATORS: readonly Operator[] = [
  { id: 'exact', page: STRINGS, policy: { v: ['apple', 'pear'] }, values: FRUITS, aws: ['apple', 'pear'] },
  { id: 'prefix', page: STRINGS, policy: { v: [{ prefix: 'apple' }] }, values: FRUITS, aws: ['apple', 'apple-pie'] },
  { id: 'suffix', page: STRINGS, policy: { v: [{ suffix: 'apple' }] }, values: FRUITS, aws: ['apple', 'pineapple'] },
  {
    id: 'wildcard',
    page: STRINGS,
    policy: { v: [{ wildcard: '*ppl*e' }] },
    values: FRUITS,
    aws: ['apple', 'apple-pie', 'pineapple'],
    differs: { localstack: { answer: 'refused', reason: 'the operator is refused' } },
  },
  {
    id: 'equals-ignore-case',
    page: STRINGS,
    policy: { v: [{ 'equals-ignore-case': 'Apple' }] },
    values: FRUITS,
    aws: ['APPLE', 'apple'],
  },
  {
    id: 'anything-but',
    page: STRINGS,
    policy: { v: [{ 'anything-but': ['apple', 'APPLE'] }] },
    values: FRUITS,
    aws: ['apple-pie', 'pear', 'pineapple'],
  },
  {
    id: 'anything-but-prefix',
    page: STRINGS,
    policy: { v: [{ 'anything-but': { prefix: 'apple' } }] },
    values: FRUITS,
    aws: ['APPLE', 'pear', 'pineapple'],
  },
  {
    id: 'anything-but-suffix',
    page: STRINGS,
    policy: { v: [{ 'anything-but': { suffix: 'apple' } }] },
    values: FRUITS,
    aws: ['APPLE', 'apple-pie', 'pear'],
    differs: { localstack: { answer: 'refused', reason: 'the operator is refused' } },
  },
  {
    id: 'anything-but-wildcard',
    page: STRINGS,
    policy: { v: [{ 'anything-but': { wildcard: '*ppl*' } }] },
    values: FRUITS,
    aws: ['APPLE', 'pear'],
    differs: { localstack: { answer: 'refused', reason: 'the operator is refused' } },
  },
  {
    id: 'anything-but-number',
    page: NUMBERS,
    policy: { v: [{ 'anything-but': [1, 2] }] },
    values: [1, 2, 3],
    aws: ['number 3'],
    differs: { localstack: { answer: ['number 1', 'number 2', 'number 3'], reason: 'numbers are compared as text' } },
  },
  {
    id: 'cidr',
    page: STRINGS,
    policy: { v: [{ cidr: '10.0.0.0/24' }] },
    values: ['10.0.0.7', '10.0.1.7', 'apple'],
    aws: ['10.0.0.7'],
  },
  {
    id: 'numeric-range',
    page: NUMBERS,
    policy: { v: [{ numeric: ['>', 0, '<=', 10] }] },
    values: [0, 0.5, 10, 11],
    aws: ['number 0.5', 'number 10'],
  },
  {
    id: 'numeric-text',
    page: NUMBERS,
    policy: { v: [{ numeric: ['=', 7] }] },
    values: [7, '7'],
    aws: ['number 7'],
    differs: {
      embedded: { answer: ['7', 'number 7'], reason: 'text is read as a number (fauxqs)' },
      localstack: { answer: ['7', 'number 7'], reason: 'text is read as a number' },
    },
  },
  {
    id: 'string-array',
    page: STRINGS,
    policy: { v: ['apple'] },
    values: [['pear', 'apple'], ['pear']],
    aws: ['[pear, apple]'],
    differs: { embedded: { answer: [], reason: 'the elements of a list are not looked at (fauxqs)' } },
  },
];

/** Every operator of a filter policy, on message attributes. */
export const filterOperatorProbes: readonly Probe[] = OPERATORS.map(({ id, page, policy, values, aws, differs }) => ({
  id: `filter-${id}`,
  question: `Which of ${values.map(label).join(', ')} does the filter \`${JSON.stringify(policy)}\` let through?`,
  aws: { answer: aws, page },
  ...(differs !== undefined && { differs }),
  run: (lab) =>
    passing(
      lab,
      policy,
      values.map((value) => ({ name: label(value), attributes: { v: value } })),
    ),
}));

function label(value: string | number | readonly unknown[]): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? `number ${value}` : `[${value.join(', ')}]`;
}
