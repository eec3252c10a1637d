import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutboxEntry } from '../../../lambdas/runtime/outbox-entry.ts';
import { InMemoryOutboxStore } from '../../../testing/in-memory/in-memory-outbox-store.ts';
import { ManualClock } from '../../../testing/in-memory/manual-clock.ts';
import { allOf } from '../../all-of.ts';
import { invokeRelay } from './invoke-relay.ts';
import { recordedInsertionOf, sampleEntry, start } from './outbox-samples.ts';
import { anyTroubles, UnreliableServices } from './unreliable-services.ts';

const HOUR_MS = 3_600_000;
const KEYS = ['a', 'b', 'c'];

/** Keys of the entries in order of commit, how many the stream forgot, and how many of each key the sweeper published. */
const outages = fc.record({
  keys: fc.array(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 30 }),
  forgotten: fc.nat(30),
  swept: fc.array(fc.nat(5), { minLength: KEYS.length, maxLength: KEYS.length }),
});

/** Runs the relay an hour late on what the stream still shows, until it is through. */
async function drain(shown: readonly OutboxEntry[], store: InMemoryOutboxStore, services: UnreliableServices) {
  const clock = new ManualClock(start);
  clock.advance(HOUR_MS);
  let at = 0;
  for (let invocations = 0; at < shown.length; invocations += 1) {
    expect(invocations, 'invocations until the batch was through').toBeLessThan(200);
    const batch = shown.slice(at).map((entry, index) => recordedInsertionOf(entry, String(at + index)));
    const failure = await invokeRelay(batch, { clock, store, services });
    if (failure !== 'died') {
      at = failure === undefined ? shown.length : Number(failure);
    }
  }
}

describe('relay, resuming after any outage', () => {
  it('G1 G3 publishes what is left of the keys that the stream shows, in order, with crashes at any point', async () => {
    await fc.assert(
      fc.asyncProperty(outages, fc.record(anyTroubles), async ({ keys, forgotten, swept }, troubles) => {
        const entries = keys.map((key, index) => sampleEntry(key, index, { topic: 'ledger' }));
        const ofKey = (key: string) => entries.filter(({ orderingKey }) => orderingKey === key);
        const left = KEYS.flatMap((key, index) => ofKey(key).slice(swept[index]));
        const shown = entries.slice(forgotten);
        const store = new InMemoryOutboxStore(left);
        const services = new UnreliableServices(
          troubles,
          entries.map(({ body }) => body),
        );

        await drain(shown, store, services);

        for (const key of KEYS) {
          const ofGroup = services.published.filter(({ groupId }) => groupId === key);
          const seen = shown.some(({ orderingKey }) => orderingKey === key);
          const due = seen ? left.filter(({ orderingKey }) => orderingKey === key) : [];
          expect([...new Set(ofGroup.map(({ body }) => body))]).toEqual(due.map(({ body }) => body));
          expect(await allOf(store.ofKey(key))).toEqual(
            seen ? [] : left.filter(({ orderingKey }) => orderingKey === key),
          );
        }
      }),
      { numRuns: 200 },
    );
  });
});
