import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { LeaseContext, ReceivedEvent } from '../../../lambdas/runtime/event-context.ts';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';
import { SimulationUnrepeatableError, simulateConsumer } from '../../../testing/simulator/index.ts';
import { orderPlaced } from '../runtime/sample-events.ts';

const events = [1, 2, 3].map((number) => ({ event: orderPlaced, payload: { orderId: `order-${number}` } }));

type Handle = (event: ReceivedEvent<unknown>, context: LeaseContext) => void | Promise<void>;

/** What a simulation of a handler comes to: its message. */
const refusalOf = (handle: Handle): Promise<string> =>
  simulateConsumer({
    histories: 30,
    setUp: () => ({ events, consumer: leaseConsumer({ source: '/payment' }).on(orderPlaced, handle) }),
  }).then(
    () => 'it ran',
    (error: Error) => {
      expect(error).toBeInstanceOf(SimulationUnrepeatableError);
      return error.message;
    },
  );

/** What a simulation comes to whose consumer writes `value()` into a table. */
const refusalOfWriting = (value: () => unknown): Promise<string> =>
  simulateConsumer({
    histories: 10,
    setUp: () => ({
      events,
      tables: { orders: ['pk'] },
      consumer: transactionalConsumer({ source: '/orders' }).on(orderPlaced, ({ data }, { transaction }) => {
        transaction.put({ TableName: 'orders', Item: { pk: data.orderId, value: value() } });
      }),
    }),
  }).then(
    () => 'it ran',
    (error: Error) => error.message,
  );

const HERE = 'unrepeatable.test.ts:';

describe('a handler that waits for something outside of the simulation', () => {
  it('is refused with what it waits for, and where: a timer', async () => {
    const message = await refusalOf(async () => {
      await sleep(1);
    });

    expect(message).toContain('the handler of order.placed waits for a timer (');
    expect(message).toContain(HERE);
    expect(message).toContain('Hand the consumer a fake that answers at once');
  });

  it('is refused when it waits for the network, also with its signal', async () => {
    const server = createServer((_request, response) => {
      setTimeout(() => response.end('late'), 50);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;

    const message = await refusalOf(async (_event, { signal }) => {
      await fetch(`http://127.0.0.1:${port}/`, { signal });
    });
    server.close();
    server.closeAllConnections();

    expect(message).toContain('the handler of order.placed waits for the network');
  });

  it('is refused when it never returns and waits for nothing', async () => {
    expect(await refusalOf(() => new Promise(() => undefined))).toContain(
      'the handler of order.placed neither returns nor waits for anything in the simulation',
    );
  });

  it('may wait for its signal, and for what is done while virtual time stands still', async () => {
    await simulateConsumer({
      histories: 20,
      setUp: () => ({
        events,
        consumer: leaseConsumer({ source: '/payment' }).on(orderPlaced, async (_event, { signal, attempt }) => {
          await crypto.subtle.digest('SHA-256', new Uint8Array(8));
          await new Promise(setImmediate);
          if (attempt === 1) {
            await once(signal, 'abort');
          }
        }),
      }),
    });
  });

  it('is refused when it waits for a timer once its signal has aborted', async () => {
    const message = await refusalOf(async (_event, { signal }) => {
      await once(signal, 'abort');
      await sleep(1);
    });

    expect(message).toContain('waits for a timer');
  });
});

describe('a consumer that draws on what no seed brings back', () => {
  it.each([
    ['Math.random', () => Math.random()],
    ['Date.now', () => Date.now() + performance.now()],
    ['new Date()', () => `${new Date().toISOString()} ${performance.now()}`],
    ['crypto.randomUUID', () => randomUUID()],
  ])('is refused with the first difference, and the place that calls %s', async (name, value) => {
    const message = await refusalOfWriting(value);

    expect(message).toMatch(
      /^seed 1 does not repeat: line \d+ of it differs when the history is run again\n {2}first: /,
    );
    expect(message).toContain(`likely because the handler of order.placed calls ${name} (`);
    expect(message).toContain(HERE);
    expect(message).toContain('take times and ids from the event and its context');
  });

  it('is refused when it counts on from one history to the next', async () => {
    let counter = 0;

    const message = await refusalOfWriting(() => {
      counter += 1;
      return counter;
    });

    expect(message).toContain('likely because something outlives setUp');
  });

  it('is refused when its failures do not come again', async () => {
    let worlds = 0;
    const simulation = simulateConsumer({
      setUp() {
        worlds += 1;
        const isBroken = worlds === 7;
        return {
          events,
          consumer: leaseConsumer({ source: '/payment' }).on(orderPlaced, () => {
            if (isBroken) {
              throw new Error('only in this world');
            }
          }),
        };
      },
    });

    await expect(simulation).rejects.toThrow('does not repeat');
  });

  it('is refused when its check answers something else', async () => {
    let checks = 0;
    const simulation = simulateConsumer({
      setUp: () => ({
        events,
        consumer: leaseConsumer({ source: '/payment' }).on(orderPlaced, () => undefined),
        check: () => {
          checks += 1;
          return [`check ${checks}`];
        },
      }),
    });

    await expect(simulation).rejects.toThrow('what check answers differs when the history is run again');
  });

  it('leaves the sources as they were', async () => {
    const before = [Math.random, Date, Date.now, performance.now, crypto.randomUUID];

    await refusalOfWriting(() => Math.random());

    expect([Math.random, Date, Date.now, performance.now, crypto.randomUUID]).toEqual(before);
  });
});
