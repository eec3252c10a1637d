import type { Probe } from './probe.ts';
import { type Publication, passing } from './published.ts';

const SNS = 'https://docs.aws.amazon.com/sns/latest/dg';
const KEYS = `${SNS}/attribute-key-matching.html`;
const LOGIC = `${SNS}/and-or-logic.html`;
const BODY = `${SNS}/sns-message-filtering-scope.html`;

const COLOURED: readonly Publication[] = [
  { name: 'red-large', attributes: { colour: 'red', size: 'large' } },
  { name: 'red', attributes: { colour: 'red' } },
  { name: 'large', attributes: { size: 'large' } },
  { name: 'neither', attributes: { shape: 'round' } },
];

const NESTED: readonly Publication[] = [
  { name: 'paid', body: { order: { state: 'paid', tags: ['new', 'gift'] }, amount: 5 } },
  { name: 'open', body: { order: { state: 'open', tags: ['new'] }, amount: 50 } },
  { name: 'attribute-only', attributes: { amount: 50 } },
];

const OR = { $or: [{ colour: ['red'] }, { size: ['large'] }] };

/** What a filter policy looks at, and how its keys combine. */
export const filterScopeProbes: readonly Probe[] = [
  {
    id: 'filter-exists',
    question: 'Attribute `colour` must exist: which pass?',
    aws: { answer: ['red', 'red-large'], page: KEYS },
    run: (lab) => passing(lab, { colour: [{ exists: true }] }, COLOURED),
  },
  {
    id: 'filter-exists-not',
    question: 'Attribute `colour` must not exist: which pass?',
    aws: { answer: ['large', 'neither'], page: KEYS },
    run: (lab) => passing(lab, { colour: [{ exists: false }] }, COLOURED),
  },
  {
    id: 'filter-and',
    question: 'Two keys in a policy: which pass?',
    aws: { answer: ['red-large'], page: LOGIC },
    run: (lab) => passing(lab, { colour: ['red'], size: ['large'] }, COLOURED),
  },
  {
    id: 'filter-or',
    question: '`$or` of two keys: which pass?',
    aws: { answer: ['large', 'red', 'red-large'], page: LOGIC },
    run: (lab) => passing(lab, OR, COLOURED),
  },
  {
    id: 'filter-body-nested',
    question: 'Scope MessageBody, a nested key: which pass?',
    aws: { answer: ['paid'], page: BODY },
    run: (lab) => passing(lab, { order: { state: ['paid'] } }, NESTED, 'MessageBody'),
  },
  {
    id: 'filter-body-array',
    question: 'Scope MessageBody, the value is a list: which pass when one element matches?',
    aws: { answer: ['paid'], page: `${SNS}/string-value-matching.html` },
    differs: { embedded: { answer: [], reason: 'the elements of a list are not looked at (fauxqs)' } },
    run: (lab) => passing(lab, { order: { tags: ['gift'] } }, NESTED, 'MessageBody'),
  },
  {
    id: 'filter-body-numeric',
    question: 'Scope MessageBody, a numeric range: which pass?',
    aws: { answer: ['open'], page: `${SNS}/numeric-value-matching.html` },
    run: (lab) => passing(lab, { amount: [{ numeric: ['>', 10] }] }, NESTED, 'MessageBody'),
  },
  {
    id: 'filter-body-ignores-attributes',
    question: 'Scope MessageBody, the key is only an attribute: does the message pass?',
    aws: { answer: [], page: BODY },
    run: (lab) => passing(lab, { colour: ['red'] }, COLOURED, 'MessageBody'),
  },
  {
    id: 'filter-attributes-nested',
    question: 'Scope MessageAttributes, a nested policy: is it refused?',
    aws: { answer: 'refused', page: `${SNS}/subscription-filter-policy-constraints.html` },
    differs: { embedded: { answer: [], reason: 'policies are hardly checked (fauxqs)' } },
    run: (lab) => passing(lab, { order: { state: ['paid'] } }, []),
  },
  {
    id: 'filter-unknown-operator',
    question: 'An operator that does not exist: is the policy refused?',
    aws: { answer: 'refused', page: `${SNS}/sns-subscription-filter-policies.html` },
    differs: { embedded: { answer: [], reason: 'policies are hardly checked (fauxqs)' } },
    run: (lab) => passing(lab, { colour: [{ 'sounds-like': 'red' }] }, []),
  },
  {
    id: 'filter-too-many-keys',
    question: 'A policy of six keys: is it refused?',
    aws: { answer: 'refused', page: `${SNS}/subscription-filter-policy-constraints.html` },
    run: (lab) => passing(lab, Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => [key, ['x']])), []),
  },
];
