import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createItemRelay } from '../../../lambdas/runtime/outbox/create-item-relay.ts';
import type { StreamRecord } from '../../../lambdas/runtime/outbox/stream-record.ts';
import type { OutboxEntry } from '../../../lambdas/runtime/outbox-entry.ts';
import { ManualClock } from '../../../testing/in-memory/manual-clock.ts';
import { SeededRandom } from '../../../testing/in-memory/seeded-random.ts';
import { ItemRelayBench } from './item-relay-bench.ts';
import { carrying, changeOf, type Item, itemEvent } from './item-samples.ts';
import { start, topicArns } from './outbox-samples.ts';
import { anyTroubles, type Troubles, UnreliableServices } from './unreliable-services.ts';

/** One write: `events` new events, beside those of the write before when it `keeps` them. */
interface Write {
  readonly key: string;
  readonly events: number;
  readonly keeps: boolean;
}

const histories = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), events: fc.nat(3), keeps: fc.boolean() }), {
  minLength: 1,
  maxLength: 20,
});

/** The stream of a history, and the events that its writes brought, in order. */
function streamOf(history: readonly Write[]): { records: StreamRecord[]; brought: OutboxEntry[] } {
  const items = new Map<string, { readonly item: Item; readonly events: readonly OutboxEntry[] }>();
  const brought: OutboxEntry[] = [];
  const records = history.map(({ key, events: count, keeps }, index) => {
    const former = items.get(key);
    const fresh = Array.from({ length: count }, (_, position) =>
      itemEvent(key, 10 * index + position, { topic: 'ledger' }),
    );
    const events = [...(keeps ? (former?.events ?? []) : []), ...fresh];
    const item = carrying({ pk: key, version: index }, events);
    items.set(key, { item, events });
    brought.push(...fresh);
    return changeOf(former?.item, item, String(index));
  });
  return { records, brought };
}

/** Runs the relay as the stream would, in an environment that dies and on topics that fail, until all is through. */
async function drain(records: readonly StreamRecord[], services: UnreliableServices): Promise<void> {
  const clock = new ManualClock(start);
  let at = 0;
  for (let invocations = 0; at < records.length; invocations += 1) {
    expect(invocations, 'invocations until the batch was through').toBeLessThan(200);
    services.revive();
    const relay = createItemRelay(
      { topicArns },
      {
        clock,
        random: new SeededRandom(7),
        publisher: services.publisher,
        quarantine: { keep: () => Promise.reject(new Error('nothing is to be quarantined')) },
        log: () => undefined,
      },
    );
    const endsAt = clock.now() + 3_000;
    const response = await clock
      .drive(relay({ Records: records.slice(at) }, { remainingTimeMs: () => endsAt - clock.now() }))
      .catch(() => undefined);
    if (response !== undefined && !services.dead) {
      const [failure] = response.batchItemFailures;
      at = failure === undefined ? records.length : Number(failure.itemIdentifier);
    }
  }
}

const idsOf = (entries: readonly OutboxEntry[], key?: string): readonly string[] =>
  entries.filter(({ orderingKey }) => key === undefined || orderingKey === key).map(({ eventId }) => eventId);

describe('item relay, with any history of writes', () => {
  it('G1 publishes exactly the events that the old images do not have, each once, in order', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const { records, brought } = streamOf(history);
        const bench = new ItemRelayBench();

        expect(await bench.relay(records)).toEqual({ batchItemFailures: [] });

        expect([...bench.publishedIds].sort()).toEqual([...idsOf(brought)].sort());
        for (const key of ['a', 'b', 'c']) {
          const ofKey = bench.publisher.published.filter(({ groupId }) => groupId === key);
          expect(ofKey.map(({ deduplicationId }) => deduplicationId)).toEqual(idsOf(brought, key));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('G1 G3 loses none and inverts none, with failing publications and crashes at any point', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.record<Troubles>(anyTroubles), async (history, troubles) => {
        const { records, brought } = streamOf(history);
        fc.pre(brought.length > 0);
        const services = new UnreliableServices(
          troubles,
          brought.map(({ body }) => body),
        );

        await drain(records, services);

        for (const key of ['a', 'b', 'c']) {
          const ofKey = services.published.filter(({ groupId }) => groupId === key);
          const firsts = new Set(ofKey.map(({ deduplicationId }) => deduplicationId));
          expect([...firsts]).toEqual(idsOf(brought, key));
        }
      }),
      { numRuns: 200 },
    );
  });
});
