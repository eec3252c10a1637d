import { formatIssues } from 'fanout/events';
import { describe, expect, it } from 'vitest';
import { orderRequest } from '../../../example/events.ts';
import { testCards } from '../../../example/test-cards.ts';

const request = {
  clientKey: 'client-1',
  customerEmail: 'ada@example.com',
  card: testCards.approved,
  lines: [{ sku: 'mug', quantity: 1 }],
  totalCents: 900,
};

const problemsOf = (value: unknown): string => formatIssues(orderRequest.safeParse(value).error?.issues ?? []);

describe('an order request', () => {
  it.each(Object.entries(testCards))('may be paid with the test card %s', (_name, card) => {
    expect(problemsOf({ ...request, card })).toBe('');
  });

  it.each([
    ['customerEmail', { customerEmail: 'nobody' }],
    ['card', { card: 'visa' }],
    ['totalCents', { totalCents: 0 }],
    ['lines', { lines: [] }],
    ['lines[0].quantity', { lines: [{ sku: 'mug', quantity: 1.5 }] }],
    ['clientKey', { clientKey: '' }],
  ])('is refused for its %s', (path, change) => {
    expect(problemsOf({ ...request, ...change })).toMatch(new RegExp(`^${path.replaceAll(/[[\]]/g, '\\$&')}: `));
  });

  it('is refused when it lists a sku twice, because one transaction cannot update an item twice', () => {
    const mug = { sku: 'mug', quantity: 1 };

    expect(problemsOf({ ...request, lines: [mug, mug] })).toBe('lines: must list each sku once');
  });
});
