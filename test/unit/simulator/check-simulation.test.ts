import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineEvent } from '../../../contracts/index.ts';
import { guardConsumer } from '../../../lambdas/runtime/index.ts';
import { simulateConsumer } from '../../../testing/index.ts';

const sold = defineEvent('stock.sold', z.object({ sku: z.string(), quantity: z.number() }));
const returned = defineEvent('stock.returned', z.object({ sku: z.string() }));
const consumer = () =>
  guardConsumer({ source: '/stock' }).on(sold, ({ id }) => ({
    TableName: 'sales',
    partitionKey: 'pk',
    Item: { pk: id },
  }));
const good = { event: sold, payload: { sku: 'mug', quantity: 1 } };

describe('simulateConsumer', () => {
  it.each([
    ['no events', [], {}, 'events must hold at least one event, got none'],
    [
      'a payload that breaks its schema',
      [{ event: sold, payload: { sku: 7 } }],
      {},
      'events[0] is no valid stock.sold: ',
    ],
    [
      'an event that nobody handles',
      [good, { event: returned, payload: { sku: 'mug' } }],
      {},
      'events[1] is a stock.returned, which the consumer has no handler for',
    ],
    ['no histories', [good], { histories: 0 }, 'histories must be a whole number of at least 1, got 0'],
    ['a seed that is none', [good], { from: 1.5 }, 'from must be a whole number of at least 0, got 1.5'],
  ])('refuses %s in one line, before the first history', async (_what, events, options, message) => {
    const refused = await simulateConsumer({ setUp: () => ({ consumer: consumer(), events }), ...options }).then(
      () => new Error('it ran'),
      (error: Error) => error,
    );

    expect(refused).toBeInstanceOf(TypeError);
    expect(refused.message).toContain(message);
    expect(refused.message).not.toContain('\n');
  });
});
