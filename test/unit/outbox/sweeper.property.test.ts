import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMillis } from '../../../contracts/time.ts';
import { sampleEntry, start } from './outbox-samples.ts';
import { RelayBench } from './relay-bench.ts';

const leftovers = fc.uniqueArray(
  fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd'),
    sequence: fc.nat(50),
    topic: fc.constantFrom('orders', 'ledger'),
    ageMs: fc.integer({ min: 60_000, max: 600_000 }),
  }),
  { selector: ({ key, sequence }) => `${key}-${sequence}`, minLength: 1, maxLength: 60 },
);
const isFailure = fc.array(fc.boolean(), { maxLength: 200 });

describe('sweeper, with failing publications', () => {
  it('G1 G3 publishes everything in the end, FIFO groups in order of sequence, and measures what is left', async () => {
    await fc.assert(
      fc.asyncProperty(leftovers, isFailure, async (rows, failures) => {
        const entries = rows.map(({ key, sequence, topic, ageMs }) =>
          sampleEntry(key, sequence, { topic, createdAt: addMillis(start, -ageMs) }),
        );
        const fates = [...failures];
        const bench = new RelayBench(entries, () =>
          fates.shift() ? { outcome: 'failed', code: 'Throttled', message: '' } : undefined,
        );

        for (let sweeps = 0; bench.store.all().length > 0; sweeps += 1) {
          expect(sweeps).toBeLessThan(200);
          await bench.sweep(5_000);

          const left = bench.store.all();
          const oldest = Math.min(...left.map(({ createdAt }) => createdAt), bench.clock.now());
          expect(bench.line).toMatchObject({
            unpublished: left.length,
            oldestUnpublishedMs: bench.clock.now() - oldest,
          });
        }

        expect([...bench.publishedIds].sort()).toEqual(entries.map(({ eventId }) => eventId).sort());
        for (const group of ['a', 'b', 'c', 'd']) {
          const sequences = bench.publisher.published
            .filter(({ groupId }) => groupId === group)
            .map(({ deduplicationId = '' }) => Number(deduplicationId.slice(2)));
          expect(sequences).toEqual([...sequences].sort((one, other) => one - other));
        }
      }),
      { numRuns: 100 },
    );
  });
});
