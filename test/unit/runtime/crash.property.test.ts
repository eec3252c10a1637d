import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConsumerDefinition } from '../../../lambdas/runtime/consumer-definition.ts';
import { guardConsumer } from '../../../lambdas/runtime/guard-consumer.ts';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';
import { ConsumerBench } from './consumer-bench.ts';
import { type Death, MortalProcess } from './mortal-process.ts';
import { orderEvents, orderPlaced, orderPlacedEnvelope, stockReserved } from './sample-events.ts';

/** Processes that die one after another, each at some call of a port, before or after the call is carried out. */
const deaths = fc.array(fc.record({ call: fc.integer({ min: 0, max: 12 }), carriedOut: fc.boolean() }), {
  maxLength: 4,
});

/** Numbers of the events sent; the same number twice is a copy. An event may fail once before it succeeds. */
const traffic = fc.record({
  numbers: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 5 }),
  failingOnce: fc.uniqueArray(fc.integer({ min: 1, max: 3 })),
  fifo: fc.boolean(),
  concurrency: fc.integer({ min: 1, max: 3 }),
});

type Traffic = typeof traffic extends fc.Arbitrary<infer Value> ? Value : never;

/** Sends the traffic, lets processes die over it, and then lets healthy ones finish. */
async function surviveDeaths(
  { numbers, failingOnce, fifo, concurrency }: Traffic,
  dying: readonly Death[],
  define: (failOnce: (number: number) => void) => ConsumerDefinition,
): Promise<ConsumerBench> {
  const bench = new ConsumerBench({ fifo, settings: { concurrency, maxAttempts: 20 } });
  for (const number of numbers) {
    await bench.send(orderPlacedEnvelope(number, { partitionkey: 'g' }));
  }
  const failing = new Set(failingOnce);
  const definition = define((number) => {
    if (failing.delete(number)) {
      throw new Error('not yet');
    }
  });
  for (const death of dying) {
    await bench.deliverTo(new MortalProcess(bench.ports, death), definition);
    bench.clock.advance(60_000);
  }
  for (let round = 0; round < 30 && bench.queue.messages.length > 0; round += 1) {
    await bench.deliver(definition);
    bench.clock.advance(60_000);
  }
  expect(bench.queue.messages).toEqual([]);
  expect(bench.deadLetterQueue.messages).toEqual([]);
  expect(bench.database.attempts.size).toBe(0);
  return bench;
}

const numberOf = (id: string): number => Number(id.slice(-4));
const events = ({ numbers }: Traffic): number[] => [...new Set(numbers)].toSorted();
const emittedCauses = (bench: ConsumerBench): number[] =>
  bench.database.outbox
    .all()
    .map(({ body }) => numberOf(JSON.parse(body).causeid))
    .toSorted();

describe('a crash at any call of a port, before or after it is carried out', () => {
  it('G1 G2 loses no effect of a transactional consumer and doubles none', async () => {
    await fc.assert(
      fc.asyncProperty(traffic, deaths, async (sent, dying) => {
        const bench = await surviveDeaths(sent, dying, (failOnce) =>
          transactionalConsumer({ source: '/a', topics: [orderEvents] }).on(
            orderPlaced,
            ({ id, data }, { transaction }) => {
              failOnce(numberOf(id));
              transaction.put({ TableName: 'orders', Item: { pk: id } });
              transaction.emit(stockReserved, data);
            },
          ),
        );

        const applied = bench.transactions.committed.map(({ marker }) => (marker.kind === 'insert' ? marker.key : ''));
        expect(applied.map(numberOf).toSorted()).toEqual(events(sent));
        expect(emittedCauses(bench)).toEqual(events(sent));
      }),
      { numRuns: 300 },
    );
  });

  it('G1 G2 loses no effect of a guard consumer and doubles none', async () => {
    await fc.assert(
      fc.asyncProperty(traffic, deaths, async (sent, dying) => {
        const bench = await surviveDeaths(sent, dying, (failOnce) =>
          guardConsumer({ source: '/a' }).on(orderPlaced, ({ id }) => {
            failOnce(numberOf(id));
            return { TableName: 'facts', partitionKey: 'pk', Item: { pk: id } };
          }),
        );

        const facts = bench.database.items('facts').map(({ pk }) => numberOf(String(pk)));
        expect(facts.toSorted()).toEqual(events(sent));
      }),
      { numRuns: 300 },
    );
  });

  it('G1 G2 loses no call of a lease consumer, and emits and completes once', async () => {
    await fc.assert(
      fc.asyncProperty(traffic, deaths, async (sent, dying) => {
        const called = new Set<number>();
        const bench = await surviveDeaths(sent, dying, (failOnce) =>
          leaseConsumer({ source: '/a', topics: [orderEvents] }).on(orderPlaced, ({ id, data }, { emit }) => {
            failOnce(numberOf(id));
            called.add(numberOf(id));
            emit(stockReserved, data);
          }),
        );

        expect([...called].toSorted()).toEqual(events(sent));
        expect(emittedCauses(bench)).toEqual(events(sent));
        expect(bench.transactions.committed).toHaveLength(events(sent).length);
      }),
      { numRuns: 300 },
    );
  });
});
