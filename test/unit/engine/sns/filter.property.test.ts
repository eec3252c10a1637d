import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../embedded/engine/sns/filter/filter-policy.ts';
import { list, number, passesByAttributes, passesByBody, text } from './filtered.ts';

type Value = string | number | boolean | null;

/** A condition with its meaning in words of its own: regular expressions and plain comparisons. */
interface Meaning {
  readonly condition: Json;
  /** For the values of the key; none when it is absent. */
  readonly holds: (values: readonly Value[]) => boolean;
}

const KEYS = ['a', 'b', 'c'];
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '*', '.'), maxLength: 5 });
const operand = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '.'), minLength: 1, maxLength: 3 });
const tenths = fc.integer({ min: -20, max: 20 });
const amount = tenths.map((value) => value / 10);
const escaped = (raw: string) => raw.replaceAll('.', '\\.');
const some = (matches: (value: Value) => boolean) => (values: readonly Value[]) => values.some(matches);
const like = (pattern: string, flags = '') => {
  const expression = new RegExp(`^${pattern}$`, flags);
  return (value: Value) => typeof value === 'string' && expression.test(value);
};

const stringMeaning = fc.oneof(
  operand.map((prefix) => ({ inner: { prefix }, matches: like(`${escaped(prefix)}[^]*`) })),
  operand.map((suffix) => ({ inner: { suffix }, matches: like(`[^]*${escaped(suffix)}`) })),
  operand.map((same) => ({ inner: { 'equals-ignore-case': same }, matches: like(escaped(same), 'i') })),
  fc.array(operand, { minLength: 1, maxLength: 3 }).map((parts) => ({
    inner: { wildcard: `*${parts.join('*')}` },
    matches: like(`[^]*${parts.map(escaped).join('[^]*')}`),
  })),
);

const range = fc
  .tuple(tenths, tenths)
  .map(([one, other]) => [Math.min(one, other) / 10, (Math.max(one, other) + 10) / 10] as const);

const meaning: fc.Arbitrary<Meaning> = fc.oneof(
  fc.oneof(operand, amount, fc.constantFrom(true, false, null)).map((value) => ({
    condition: value,
    holds: some((candidate) => candidate === value),
  })),
  stringMeaning.map(({ inner, matches }) => ({ condition: inner, holds: some(matches) })),
  stringMeaning.map(({ inner, matches }) => ({
    condition: { 'anything-but': inner },
    holds: some((value) => !matches(value)),
  })),
  fc
    .oneof(fc.array(operand, { minLength: 1, maxLength: 2 }), fc.array(amount, { minLength: 1, maxLength: 2 }))
    .map((denied: readonly Value[]) => ({
      condition: { 'anything-but': denied },
      holds: some((value) => !denied.includes(value)),
    })),
  range.map(([low, high]) => ({
    condition: { numeric: ['>', low, '<=', high] },
    holds: some((value) => typeof value === 'number' && value > low && value <= high),
  })),
  fc
    .boolean()
    .map((exists) => ({ condition: { exists }, holds: (values: readonly Value[]) => values.length > 0 === exists })),
);

const keyMeanings = fc.dictionary(fc.constantFrom(...KEYS), fc.array(meaning, { minLength: 1, maxLength: 2 }));
/** Keys that must all hold, and perhaps two alternatives. */
const policies = fc.record({ all: keyMeanings, either: fc.option(fc.tuple(keyMeanings, keyMeanings)) });
const messages = fc.dictionary(
  fc.constantFrom(...KEYS),
  fc.oneof(
    word
      .filter((value) => value !== '')
      .map((value) => ({ attribute: text(value), values: [value] as readonly Value[] })),
    amount.map((value) => ({ attribute: number(String(value)), values: [value] as readonly Value[] })),
    fc
      .array(fc.oneof(word, amount, fc.constantFrom(true, null)))
      .map((values) => ({ attribute: list(...values), values })),
  ),
);

type Keys = Readonly<Record<string, readonly Meaning[]>>;
const conditionsOf = (keys: Keys) =>
  Object.fromEntries(Object.entries(keys).map(([key, meanings]) => [key, meanings.map(({ condition }) => condition)]));

describe('a filter policy, judged by an oracle of its own', () => {
  it('lets the same messages pass in both scopes', () => {
    fc.assert(
      fc.property(policies, messages, ({ all, either }, message) => {
        const policy = { ...conditionsOf(all), ...(either && { $or: either.map(conditionsOf) }) };
        const valuesOf = (key: string) => (Object.hasOwn(message, key) ? (message[key]?.values ?? []) : []);
        const holds = (keys: Keys) =>
          Object.entries(keys).every(([key, meanings]) => meanings.some((one) => one.holds(valuesOf(key))));
        const expected = holds(all) && (!either || either.some(holds));
        const entries = Object.entries(message);
        const attributes = Object.fromEntries(entries.map(([key, { attribute }]) => [key, attribute]));
        const body = Object.fromEntries(
          entries.map(([key, { values }]) => [key, values.length === 1 ? values[0] : values]),
        );

        fc.pre(Object.keys(all).length + (either ?? []).flatMap((keys) => Object.keys(keys)).length <= 5);
        expect(passesByAttributes(policy, attributes)).toBe(expected);
        expect(passesByBody(policy, JSON.stringify(body))).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });
});
