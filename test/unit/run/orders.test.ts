import { describe, expect, it } from 'vitest';
import { type OrderRequest, orderRequest } from '../../../example/events.ts';
import { minimumChaosOrders } from '../../../example/run/order-profiles.ts';
import { generateOrders } from '../../../example/run/orders.ts';
import { scarceSku } from '../../../example/run/stock-plan.ts';
import { testCards } from '../../../example/test-cards.ts';

const isValid = ({ request }: { request: unknown }): boolean => orderRequest.safeParse(request).success;
const requestOf = ({ request }: { request: unknown }): OrderRequest => request as OrderRequest;

describe('generateOrders', () => {
  it('generates the same orders for the same seed and others for another', () => {
    expect(generateOrders(100, 1, true)).toEqual(generateOrders(100, 1, true));
    expect(generateOrders(100, 1, true)).not.toEqual(generateOrders(100, 2, true));
  });

  it('gives every order a client key of its own', () => {
    const keys = generateOrders(200, 5, true).map((order) => requestOf(order).clientKey);

    expect(new Set(keys).size).toBe(200);
  });

  it('generates valid orders only, paid with ordinary or declined cards, without chaos', () => {
    const orders = generateOrders(200, 3, false);

    expect(orders.filter((order) => !isValid(order))).toEqual([]);
    expect(new Set(orders.map((order) => requestOf(order).card))).toEqual(
      new Set([testCards.approved, testCards.declined]),
    );
    expect(orders.some((order) => requestOf(order).ledgerFault !== undefined)).toBe(false);
  });

  it.each([1, 2, 3])('begins with an order that nothing is special about, seed %d', (seed) => {
    const [first] = generateOrders(minimumChaosOrders, seed, true);

    expect(first).toMatchObject({ line: 1, sentTwice: false, request: { card: testCards.approved } });
    expect(first?.request).not.toHaveProperty('ledgerFault');
  });

  it.each([minimumChaosOrders, 50, 1000])('has every kind of fault among %d orders with chaos', (count) => {
    const orders = generateOrders(count, 9, true);
    const cards = new Set(orders.map((order) => requestOf(order).card));

    expect(orders).toHaveLength(count);
    expect([...cards]).toEqual(expect.arrayContaining(Object.values(testCards)));
    expect(orders.some((order) => !isValid(order))).toBe(true);
    expect(orders.some(({ sentTwice }) => sentTwice)).toBe(true);
    expect(orders.some(({ conflicting }) => conflicting !== undefined)).toBe(true);
    expect(orders.some((order) => requestOf(order).lines.some(({ sku }) => sku === scarceSku))).toBe(true);
  });

  it.each([25, 100, 1000])('makes the ledger fail for a fifth of the valid orders among %d with chaos', (count) => {
    const valid = generateOrders(count, 4, true).filter(isValid);
    const failing = valid.filter((order) => requestOf(order).ledgerFault === 'fails-once');

    expect(failing.length / valid.length).toBeGreaterThan(0.18);
    expect(failing.length / valid.length).toBeLessThan(0.22);
  });
});
