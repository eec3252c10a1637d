import { describe, expect, it } from 'vitest';
import { allEvents, orderConfirmed, orderPlaced } from '../../../example/events.ts';
import { ledger } from '../../../example/functions/ledger/consumer.ts';
import { createItem } from './recorded-handling.ts';

const customer = { orderId: 'order-1', customerEmail: 'ada@example.com' };
const placed = { ...customer, card: '4242424242424242', totalCents: 900, lines: [{ sku: 'mug', quantity: 1 }] };
const withTwoLines = ledger('lines', async () => 2);

describe('ledger', () => {
  it('handles every event of an order', () => {
    expect(withTwoLines.handlers.map(({ event }) => event.type)).toEqual(allEvents.map(({ type }) => type));
  });

  it('appends an event after the lines that the order has', async () => {
    expect(await createItem(withTwoLines, orderConfirmed, customer)).toEqual({
      TableName: 'lines',
      partitionKey: 'pk',
      Item: {
        pk: 'order-1',
        sk: 'event-1',
        type: 'order.confirmed',
        sequence: 7,
        position: 3,
        appliedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    });
  });

  it('fails at the first attempt only, for an order that asks for it', async () => {
    const faulty = { ...placed, ledgerFault: 'fails-once' as const };

    await expect(createItem(withTwoLines, orderPlaced, faulty, 1)).rejects.toThrow('the ledger fails once');
    await expect(createItem(withTwoLines, orderPlaced, faulty, 2)).resolves.toMatchObject({ Item: { position: 3 } });
    await expect(createItem(withTwoLines, orderPlaced, placed, 1)).resolves.toMatchObject({ Item: { position: 3 } });
  });
});
