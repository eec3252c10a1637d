import { describe, expect, it } from 'vitest';
import { driveOneByOne } from '../../../example/run/chaos/card-faults.ts';
import type { ClientOrder } from '../../../example/run/orders.ts';
import type { Submission } from '../../../example/run/submission.ts';

const orders = [1, 2, 3].map((line): ClientOrder => ({ line, request: {}, sentTwice: false }));
const submitted = (order: ClientOrder): Submission => ({
  order,
  answer: { kind: 'accepted', orderId: `o-${order.line}`, repeated: false },
});

describe('driveOneByOne', () => {
  it('sends the next order when the one before it has stopped payment', async () => {
    const happened: string[] = [];
    const drive = async (some: readonly ClientOrder[]) => {
      happened.push(...some.map(({ line }) => `sent ${line}`));
      return some.map(submitted);
    };
    const watch = ({ line }: ClientOrder) => {
      let looks = 0;
      return async () => {
        looks += 1;
        if (looks === 2) {
          happened.push(`${line} stopped payment`);
        }
        return looks >= 2;
      };
    };

    const submissions = await driveOneByOne(orders, { drive, watch, signal: new AbortController().signal });

    expect(happened).toEqual([1, 2, 3].flatMap((line) => [`sent ${line}`, `${line} stopped payment`]));
    expect(submissions.map(({ order }) => order.line)).toEqual([1, 2, 3]);
  });

  it('waits no longer when it is told to end', async () => {
    const options = { drive: async () => [], watch: () => async () => false, signal: AbortSignal.abort() };

    expect(await driveOneByOne(orders, options)).toEqual([]);
  });
});
