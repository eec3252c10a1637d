import { describe, expect, it } from 'vitest';
import { demandOf, planStock, scarceSku } from '../../../example/run/stock-plan.ts';

describe('planStock', () => {
  it('has what all orders together ask for, and half of the scarce sku', () => {
    const requests = [
      { lines: [{ sku: 'mug', quantity: 2 }] },
      {
        lines: [
          { sku: 'mug', quantity: 3 },
          { sku: scarceSku, quantity: 3 },
        ],
      },
    ];

    expect(planStock(requests)).toEqual(
      new Map([
        ['mug', 5],
        [scarceSku, 1],
      ]),
    );
  });

  it.each([[null], [5], ['text'], [{}], [{ lines: 3 }], [{ lines: [null, { sku: 1 }, { sku: 'a', quantity: -2 }] }]])(
    'takes no stock for %j',
    (request) => {
      expect(demandOf([request])).toEqual(new Map());
    },
  );
});
