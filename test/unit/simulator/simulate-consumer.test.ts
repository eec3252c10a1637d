import { describe, expect, it, vi } from 'vitest';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';
import { SimulationFailedError, simulateConsumer } from '../../../testing/simulator/index.ts';
import { orderPlaced } from '../runtime/sample-events.ts';

const events = [1, 2, 3].map((number) => ({ event: orderPlaced, payload: { orderId: `order-${number}` } }));

const failureOf = (simulation: Promise<unknown>): Promise<unknown> => simulation.catch((error: unknown) => error);

describe('simulateConsumer', () => {
  it('passes a consumer whose outside system takes the idempotency key, and says what it has tried', async () => {
    const summary = await simulateConsumer({
      histories: 60,
      setUp() {
        const charges = new Map<string, string>();
        return {
          events,
          consumer: leaseConsumer({ source: '/payment' }).on(orderPlaced, ({ data }, { idempotencyKey }) => {
            charges.set(idempotencyKey, data.orderId);
          }),
          check: () => (charges.size === 3 ? [] : [`${charges.size} charges for 3 orders`]),
        };
      },
    });

    expect(summary).toMatchObject({ histories: 60, repeated: 6, events: 180 });
    expect(summary.runs).toBeGreaterThan(180);
    expect(summary.happenings).toBeGreaterThan(2_000);
    expect(Object.keys(summary.faults).length).toBeGreaterThan(15);
    expect(summary.checked).toEqual(expect.arrayContaining(['G1 nothing lost', 'G6 redrives applied', 'your check']));
    expect(summary.text).toMatch(
      /^60 histories broke no promise, and 6 of them were the same when run again\n180 events, /,
    );
  });

  it('G2 catches a consumer whose effect is not idempotent, with a short history', async () => {
    const failure = await failureOf(
      simulateConsumer({
        setUp() {
          const charges: string[] = [];
          return {
            events,
            consumer: leaseConsumer({ source: '/payment' }).on(orderPlaced, ({ data }) => {
              charges.push(data.orderId);
            }),
            check: () => (charges.length <= new Set(charges).size ? [] : [`charged twice: ${charges.join(', ')}`]),
          };
        },
      }),
    );

    expect(failure).toBeInstanceOf(SimulationFailedError);
    const { message } = failure as SimulationFailedError;
    expect(message).toMatch(/^charged twice: .*order-(\d).*order-\1/);
    expect(message).toMatch(/needs 3 requests and \d faults/);
  });

  it('runs the writes of a consumer on tables, and gives their items to the check', async () => {
    await simulateConsumer({
      histories: 40,
      fifo: true,
      setUp: () => ({
        events: events.map((event) => ({ ...event, orderingKey: 'all' })),
        tables: { points: ['pk'] },
        consumer: transactionalConsumer({ source: '/points' }).on(orderPlaced, (_event, { transaction }) => {
          transaction.update({
            TableName: 'points',
            Key: { pk: 'total' },
            UpdateExpression: 'ADD points :ten',
            ExpressionAttributeValues: { ':ten': 10 },
          });
        }),
        check: ({ items }) => {
          const [total] = items('points');
          return total?.['points'] === 30 ? [] : [`30 points were to be had, got ${total?.['points']}`];
        },
      }),
    });
  });

  it('G5 says in its first line what the handler threw when that is the reason, and passes the error on', async () => {
    const broken = new TypeError('the price of order-2 is missing');

    const failure = await failureOf(
      simulateConsumer({
        setUp: () => ({
          events,
          consumer: leaseConsumer({ source: '/payment' }).on(orderPlaced, ({ data }) => {
            if (data.orderId === 'order-2') {
              throw broken;
            }
          }),
        }),
      }),
    );

    expect(failure).toBeInstanceOf(SimulationFailedError);
    expect((failure as SimulationFailedError).message.split('\n')[0]).toBe(
      'G6 order.placed/key-1/1 is back in the dead-letter queue of consumer after its redrive: TypeError: the price of order-2 is missing (ATTEMPTS_EXHAUSTED after 5 attempts)',
    );
    expect((failure as SimulationFailedError).cause).toBe(broken);
  });

  it('says in its first line that a table of the handler was not given', async () => {
    const failure = await failureOf(
      simulateConsumer({
        setUp: () => ({
          events,
          consumer: transactionalConsumer({ source: '/points' }).on(orderPlaced, ({ data }, { transaction }) => {
            transaction.put({ TableName: 'points', Item: { pk: data.orderId } });
          }),
        }),
      }),
    );

    expect((failure as SimulationFailedError).message.split('\n')[0]).toMatch(
      /after its redrive: .*table points is unknown/,
    );
  });

  it('passes on what the check throws', async () => {
    const missing = new Error('expected 3 charges, got 2');

    const failure = await failureOf(
      simulateConsumer({
        setUp: () => ({
          events,
          consumer: leaseConsumer({ source: '/payment' }).on(orderPlaced, () => undefined),
          check: () => {
            throw missing;
          },
        }),
      }),
    );

    expect((failure as SimulationFailedError).problems).toEqual(['Error: expected 3 charges, got 2']);
    expect((failure as SimulationFailedError).cause).toBe(missing);
  });

  it.each([
    ['a promise', async () => []],
    ['true', () => true],
  ])('fails when the check answers %s, which says nothing', async (got, check) => {
    const simulation = simulateConsumer({
      setUp: () => ({
        events,
        consumer: leaseConsumer({ source: '/payment' }).on(orderPlaced, () => undefined),
        check: check as never,
      }),
    });

    await expect(simulation).rejects.toThrow(
      `check must answer a list of sentences, empty when all is well, and at once; got ${got}`,
    );
  });

  it('goes on in a test that fakes its timers, and refuses a handler that waits for them', async () => {
    vi.useFakeTimers();
    const simulated = (handle: () => void | Promise<void>) =>
      simulateConsumer({
        histories: 10,
        setUp: () => ({ events, consumer: leaseConsumer({ source: '/payment' }).on(orderPlaced, handle) }),
      }).then(
        ({ text }) => text,
        ({ message }: Error) => message,
      );

    try {
      expect(await simulated(() => undefined)).toContain('10 histories broke no promise');
      expect(await simulated(() => new Promise((resolve) => setTimeout(resolve, 1)))).toContain(
        'the handler of order.placed neither returns nor waits for anything in the simulation',
      );
    } finally {
      vi.useRealTimers();
    }
  });
});
