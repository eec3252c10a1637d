import type { InvokeResult } from 'fanout/testing';
import { describe, expect, it } from 'vitest';
import { driveOrders } from '../../../example/run/drive-orders.ts';
import { type PlaceOrder, placeOrderPatiently } from '../../../example/run/place-order-client.ts';

const never = new AbortController().signal;
const impatient = { attempts: 3, firstDelayMs: 0, longestDelayMs: 0 };

const accepted = (orderId: string, repeated = false): InvokeResult => ({
  ok: true,
  payload: { status: 'accepted', repeated, result: { orderId } },
});

describe('placeOrderPatiently', () => {
  it('repeats the same request after throttles and errors until it is answered', async () => {
    const requests: unknown[] = [];
    const outcomes: (() => InvokeResult)[] = [
      () => {
        throw Object.assign(new Error('Rate Exceeded.'), { name: 'TooManyRequestsException' });
      },
      () => ({ ok: false, errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out' }),
      () => accepted('o-1', true),
    ];
    const placeOrder: PlaceOrder = async (request) => {
      requests.push(request);
      return (outcomes.shift() as () => InvokeResult)();
    };

    const answer = await placeOrderPatiently(placeOrder, { clientKey: 'k' }, never, impatient);

    expect(answer).toEqual({ kind: 'accepted', orderId: 'o-1', repeated: true });
    expect(requests).toEqual([{ clientKey: 'k' }, { clientKey: 'k' }, { clientKey: 'k' }]);
  });

  it('takes a refusal for an answer', async () => {
    const placeOrder: PlaceOrder = async () => ({
      ok: true,
      payload: { status: 'refused', code: 'REQUEST_INVALID', message: 'lines[0].sku: Required' },
    });

    expect(await placeOrderPatiently(placeOrder, {}, never, impatient)).toEqual({
      kind: 'refused',
      code: 'REQUEST_INVALID',
      message: 'lines[0].sku: Required',
    });
  });

  it('gives up after its attempts and says what went wrong last', async () => {
    let calls = 0;
    const placeOrder: PlaceOrder = async () => {
      calls += 1;
      return { ok: false, errorType: 'Error', errorMessage: `failure ${calls}` };
    };

    const answer = await placeOrderPatiently(placeOrder, {}, never, impatient);

    expect(answer).toEqual({ kind: 'unanswered', problem: 'Error: failure 3' });
  });

  it('fails for an answer that place-order cannot have given', async () => {
    const answer = await placeOrderPatiently(async () => ({ ok: true, payload: null }), {}, never, impatient);

    expect(answer).toEqual({ kind: 'unanswered', problem: 'an answer that is none: null' });
  });
});

describe('driveOrders', () => {
  const orders = Array.from({ length: 20 }, (_, index) => ({
    line: index + 1,
    request: { clientKey: `k-${index + 1}` },
    sentTwice: index === 3,
    ...(index === 5 && { conflicting: { clientKey: 'k-6', totalCents: 1 } }),
  }));

  it('sends every order once, the ones to be sent twice twice, and answers in the order of the input', async () => {
    const sent: unknown[] = [];
    const placeOrder: PlaceOrder = async (request) => {
      sent.push(request);
      return accepted((request as { clientKey: string }).clientKey);
    };

    const submissions = await driveOrders(orders, { placeOrder, clients: 4, onSubmission: () => {}, signal: never });

    expect(submissions.map(({ order }) => order.line)).toEqual(orders.map(({ line }) => line));
    expect(sent).toHaveLength(22);
    expect(submissions[3]?.secondAnswer).toEqual({ kind: 'accepted', orderId: 'k-4', repeated: false });
    expect(submissions[5]?.conflictAnswer).toMatchObject({ kind: 'accepted', orderId: 'k-6' });
  });

  it('has no more requests under way than there are clients, and tells of each order as it is answered', async () => {
    let underWay = 0;
    let most = 0;
    const placeOrder: PlaceOrder = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      underWay -= 1;
      return accepted('o');
    };
    const told: number[] = [];

    const plain = orders.filter(({ sentTwice }) => !sentTwice);
    await driveOrders(plain, {
      placeOrder,
      clients: 3,
      onSubmission: ({ order }) => told.push(order.line),
      signal: never,
    });

    expect(most).toBe(3);
    expect(told).toHaveLength(plain.length);
  });

  it('stops sending when it is told to', async () => {
    const interruption = new AbortController();
    const placeOrder: PlaceOrder = async () => {
      interruption.abort();
      return accepted('o');
    };

    const submissions = await driveOrders(orders, {
      placeOrder,
      clients: 1,
      onSubmission: () => {},
      signal: interruption.signal,
    });

    expect(submissions).toHaveLength(1);
  });
});
