import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '../../../example/events.ts';
import { testCards } from '../../../example/test-cards.ts';
import { SagaWorld } from './saga-world.ts';

const seeds = Array.from({ length: 60 }, (_, index) => index + 1);

interface Ending {
  readonly status: string;
  readonly available: number;
  readonly money: string | undefined;
  readonly confirmations: number;
  readonly cancellations: number;
}

/** Runs one order to its end under a seed, with 5 mugs in stock. */
async function endingOf(seed: number, change: Partial<OrderRequest>, cancelled = false): Promise<Ending> {
  const world = new SagaWorld(seed);
  world.database.put('stock', { sku: 'mug', available: 5 });
  const orderId = await world.place({
    clientKey: 'client-1',
    customerEmail: 'ada@example.com',
    card: testCards.approved,
    lines: [{ sku: 'mug', quantity: 2 }],
    totalCents: 2_400,
    ...change,
  });
  if (cancelled) {
    world.cancelByCustomer(orderId);
  }

  await world.run();

  const published = [...world.published.values()].map(({ type }) => type);
  const count = (type: string): number => published.filter((one) => one === type).length;
  expect(world.mails.size, 'one mail for every ending').toBe(count('order.confirmed') + count('order.cancelled'));
  return {
    status: String(world.database.item('orders', { orderId })?.['status']),
    available: Number(world.database.item('stock', { sku: 'mug' })?.['available']),
    money: world.gateway.charges.get(orderId)?.status,
    confirmations: count('order.confirmed'),
    cancellations: count('order.cancelled'),
  };
}

/** Endings under every seed; fails naming the seed whose ending is another one. */
async function endings(expected: Partial<Ending>, change: Partial<OrderRequest>, cancelled = false): Promise<Ending[]> {
  const all: Ending[] = [];
  for (const seed of seeds) {
    const ending = await endingOf(seed, change, cancelled);
    expect(ending, `seed ${seed}`).toMatchObject(expected);
    all.push(ending);
  }
  return all;
}

describe('the saga, in every order of deliveries and with copies', () => {
  it('G2 confirms, charges and reserves once', async () => {
    await endings({ status: 'confirmed', available: 3, money: 'captured', confirmations: 1, cancellations: 0 }, {});
  });

  it('gives the stock back when the card is declined', async () => {
    await endings(
      { status: 'cancelled', available: 5, money: 'declined', confirmations: 0, cancellations: 1 },
      { card: testCards.declined },
    );
  });

  it('keeps nothing of an order that stock cannot serve', async () => {
    await endings(
      { status: 'cancelled', available: 5, money: 'voided', confirmations: 0, cancellations: 1 },
      { lines: [{ sku: 'mug', quantity: 6 }] },
    );
  });

  it('ends cancelled, unpaid and with its stock back whenever the customer cancels', async () => {
    const all = await endings({ status: 'cancelled', available: 5, cancellations: 1 }, {}, true);

    // The seeds lead to cancellations before and after the charge, and before and after the confirmation.
    expect(new Set(all.map(({ money }) => money))).toEqual(new Set(['voided', 'refunded']));
    expect(new Set(all.map(({ confirmations }) => confirmations))).toEqual(new Set([0, 1]));
  });
});
