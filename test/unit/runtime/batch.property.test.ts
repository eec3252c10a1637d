import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NonRetryableError } from '../../../lambdas/runtime/errors.ts';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import { ConsumerBench } from './consumer-bench.ts';
import { orderPlaced, orderPlacedEnvelope } from './sample-events.ts';

/** What becomes of a message, and how long its handler takes. */
interface Plan {
  readonly fate: 'applied' | 'fails' | 'rejected' | 'hangs';
  readonly durationMs: number;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  fate: fc.constantFrom('applied', 'fails', 'rejected', 'hangs'),
  durationMs: fc.integer({ min: 0, max: 50 }),
});

/** Runs each order by its plan and notes how many ran at the same time. */
function following(bench: ConsumerBench, plans: readonly Plan[]) {
  const seen = { running: 0, most: 0 };
  const definition = leaseConsumer({ source: '/a' }).on(orderPlaced, async ({ data, id }) => {
    const { fate, durationMs } = plans[Number.parseInt(id.slice(-4), 16)] as Plan;
    seen.running += 1;
    seen.most = Math.max(seen.most, seen.running);
    await bench.clock.sleep(durationMs);
    if (fate === 'hangs') {
      await new Promise(() => undefined);
    }
    seen.running -= 1;
    if (fate === 'fails') {
      throw new Error(`${data.orderId} fails`);
    }
    if (fate === 'rejected') {
      throw new NonRetryableError(`${data.orderId} is rejected`);
    }
  });
  return { definition, seen };
}

describe('any standard batch', () => {
  it('G4 keeps exactly the messages that did not come to an end, and runs at most as many as allowed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(plan, { maxLength: 10 }),
        fc.integer({ min: 1, max: 4 }),
        async (plans, concurrency) => {
          const bench = new ConsumerBench({ settings: { concurrency } });
          for (const number of plans.keys()) {
            await bench.send(orderPlacedEnvelope(number));
          }
          const { definition, seen } = following(bench, plans);

          const kept = await bench.deliver(definition);

          const outcomes = new Map(bench.lines.map(({ messageId, outcome }) => [messageId, outcome]));
          const ended = plans.map(({ fate }) => fate === 'applied' || fate === 'rejected');
          const expected = plans.flatMap((_plan, index) => {
            const messageId = `source-${index + 1}`;
            return ended[index] && outcomes.get(messageId) !== 'held-back' ? [] : [messageId];
          });
          expect(kept).toEqual(expected);
          expect(seen.most).toBeLessThanOrEqual(concurrency);
          expect(bench.lines).toHaveLength(plans.length);
          expect(bench.queue.messages.map(({ messageId }) => messageId)).toEqual(expected);
          expect(bench.deadLetterQueue.messages).toHaveLength(
            [...outcomes.values()].filter((outcome) => outcome === 'dead-lettered').length,
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('any FIFO queue', () => {
  const message = fc.record({ group: fc.constantFrom('a', 'b', 'c'), failures: fc.integer({ min: 0, max: 3 }) });

  it('G3 applies the events of each group in order, whatever fails how often', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { maxLength: 14 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 5 }),
        async (messages, concurrency, maxAttempts) => {
          const bench = new ConsumerBench({ fifo: true, settings: { concurrency, maxAttempts } });
          for (const [number, { group }] of messages.entries()) {
            await bench.send(orderPlacedEnvelope(number, { partitionkey: group }));
          }
          const left = messages.map(({ failures }) => failures);
          const ended: number[] = [];
          const definition = leaseConsumer({ source: '/a' }).on(orderPlaced, async ({ id }) => {
            const number = Number.parseInt(id.slice(-4), 16);
            await bench.clock.sleep(number % 3);
            if ((left[number] ?? 0) > 0) {
              left[number] = (left[number] ?? 0) - 1;
              throw new Error('not yet');
            }
            ended.push(number);
          });

          for (let round = 0; round < 100 && bench.queue.messages.length > 0; round += 1) {
            await bench.deliver(definition);
            bench.clock.advance(20_000);
          }

          expect(bench.queue.messages).toEqual([]);
          expect(bench.deadLetterQueue.messages).toHaveLength(messages.filter((m) => m.failures >= maxAttempts).length);
          for (const group of ['a', 'b', 'c']) {
            const ofGroup = [...messages.keys()].filter((number) => messages[number]?.group === group);
            expect(ended.filter((number) => ofGroup.includes(number))).toEqual(
              ofGroup.filter((number) => (messages[number]?.failures ?? 0) < maxAttempts),
            );
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
