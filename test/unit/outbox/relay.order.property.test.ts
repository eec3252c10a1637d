import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMillis } from '../../../contracts/time.ts';
import type { OutboxEntry } from '../../../lambdas/runtime/outbox-entry.ts';
import { InMemoryOutboxStore } from '../../../testing/in-memory/in-memory-outbox-store.ts';
import { ManualClock } from '../../../testing/in-memory/manual-clock.ts';
import { invokeRelay } from './invoke-relay.ts';
import { insertionOf, sampleEntry, start } from './outbox-samples.ts';
import { anyTroubles, UnreliableServices } from './unreliable-services.ts';

const KEYS = ['a', 'b'];

/** A transaction: the keys of its entries, how far its producer's clock is off, and how the stream shuffles its entries. */
const transaction = fc.record({
  keys: fc.array(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 4 }),
  skewMs: fc.integer({ min: -3, max: 3 }),
  shuffle: fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
});

/** Commits, how many records the stream has forgotten, and how many of them come in a batch. */
const histories = fc.record({
  transactions: fc.array(transaction, { minLength: 1, maxLength: 10 }),
  forgotten: fc.nat(12),
  batchSize: fc.integer({ min: 1, max: 8 }),
});

/** Every entry in order of commit, and as the stream shows them: those of a transaction in any order. */
function committed(transactions: readonly (typeof transaction extends fc.Arbitrary<infer T> ? T : never)[]) {
  const versions = new Map<string, number>();
  const inOrder: OutboxEntry[] = [];
  const shown: OutboxEntry[] = [];
  for (const [index, { keys, skewMs, shuffle }] of transactions.entries()) {
    const entries = keys.map((key) => {
      const version = (versions.get(key) ?? 0) + 1;
      versions.set(key, version);
      return sampleEntry(key, version, { topic: 'ledger', createdAt: addMillis(start, 10 * index + skewMs) });
    });
    inOrder.push(...entries);
    const places = new Map(entries.map((entry, place) => [entry, shuffle[place] ?? 0]));
    shown.push(...entries.toSorted((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0)));
  }
  return { inOrder, shown };
}

describe('relay, on any stream of any transactions', () => {
  it('G3 publishes each key in order of commit, whatever was forgotten, shuffled, cut into batches, fails or crashes', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.record(anyTroubles), async ({ transactions, forgotten, batchSize }, troubles) => {
        const { inOrder, shown } = committed(transactions);
        const store = new InMemoryOutboxStore(inOrder);
        const clock = new ManualClock(start);
        const services = new UnreliableServices(
          troubles,
          inOrder.map(({ body }) => body),
        );
        const stream = shown.slice(forgotten);
        for (let at = 0, runs = 0; at < stream.length; runs += 1) {
          expect(runs, 'runs until the stream was through').toBeLessThan(300);
          const batch = stream.slice(at, at + batchSize);
          const records = batch.map((entry, index) => insertionOf(entry, String(at + index)));
          const failure = await invokeRelay(records, { clock, store, services });
          if (failure !== 'died') {
            at = failure === undefined ? at + batch.length : Number(failure);
          }
        }

        for (const key of KEYS) {
          const first = [
            ...new Set(services.published.filter(({ groupId }) => groupId === key).map(({ body }) => body)),
          ];
          const ofKey = inOrder.filter(({ orderingKey }) => orderingKey === key).map(({ body }) => body);
          const isSeen = stream.some(({ orderingKey }) => orderingKey === key);
          expect(first).toEqual(isSeen ? ofKey.slice(0, first.length) : []);
          expect(stream.filter(({ orderingKey, body }) => orderingKey === key && !first.includes(body))).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });
});
