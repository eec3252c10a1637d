import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutboxEntry } from '../../../lambdas/runtime/outbox-entry.ts';
import type { PublishEntry } from '../../../lambdas/runtime/ports/index.ts';
import { InMemoryOutboxStore } from '../../../testing/in-memory/in-memory-outbox-store.ts';
import { ManualClock } from '../../../testing/in-memory/manual-clock.ts';
import { invokeRelay } from './invoke-relay.ts';
import { insertionOf, sampleEntry, start } from './outbox-samples.ts';
import { anyTroubles, type Troubles, UnreliableServices } from './unreliable-services.ts';

/** A relay in an unreliable environment. */
class UnreliableWorld {
  readonly clock = new ManualClock(start);
  readonly store: InMemoryOutboxStore;
  readonly services: UnreliableServices;

  constructor(entries: readonly OutboxEntry[], troubles: Troubles) {
    this.store = new InMemoryOutboxStore(entries);
    this.services = new UnreliableServices(
      troubles,
      entries.map(({ body }) => body),
    );
  }

  get published(): readonly PublishEntry[] {
    return this.services.published;
  }

  /** One Lambda invocation: the position to resume at, or the batch's start when the environment died. */
  async invoke(entries: readonly OutboxEntry[], from: number): Promise<number> {
    const { services } = this;
    const confirmedBefore = services.confirmed.length;
    const inTableBefore = this.#idsInTable;
    const records = entries.slice(from).map((entry, index) => insertionOf(entry, String(from + index)));
    const failure = await invokeRelay(records, this);
    if (failure === 'died') {
      return from;
    }
    const resumeAt = failure === undefined ? entries.length : Number(failure);
    const confirmed = new Set(services.confirmed.slice(confirmedBefore));
    expect(resumeAt).toBe(this.#lowestLeft(entries, from, confirmed, inTableBefore));
    return resumeAt;
  }

  get #idsInTable(): ReadonlySet<string> {
    return new Set(this.store.all().map(({ eventId }) => eventId));
  }

  /**
   * The position of the first entry that this invocation neither published and deleted, nor found to be gone. It may be
   * gone from the table all the same: an environment that died after the deletion leaves the stream where it was, and keys
   * of standard topics are not looked up.
   */
  #lowestLeft(
    entries: readonly OutboxEntry[],
    from: number,
    confirmed: ReadonlySet<string>,
    inTableBefore: ReadonlySet<string>,
  ): number {
    const inTable = this.#idsInTable;
    const lookedUp = new Set(
      entries.slice(from).flatMap(({ orderingKey, topic }) => (topic === 'ledger' ? [orderingKey] : [])),
    );
    const isDone = ({ eventId, body, orderingKey }: OutboxEntry): boolean =>
      !inTable.has(eventId) && (confirmed.has(body) || (lookedUp.has(orderingKey) && !inTableBefore.has(eventId)));
    const lowest = entries.findIndex((entry, index) => index >= from && !isDone(entry));
    return lowest === -1 ? entries.length : lowest;
  }
}

const entriesOf = (shape: readonly (readonly [topic: string, key: string])[]): readonly OutboxEntry[] =>
  shape.map(([topic, key], index) => sampleEntry(key, index, { topic }));

const worlds = fc.record({
  shape: fc.array(fc.tuple(fc.constantFrom('orders', 'ledger'), fc.constantFrom('a', 'b', 'c')), {
    minLength: 1,
    maxLength: 40,
  }),
  ...anyTroubles,
});

/** Runs the relay as the stream would, until the batch is through. */
async function drain(world: UnreliableWorld, entries: readonly OutboxEntry[]): Promise<void> {
  let at = 0;
  for (let invocations = 0; at < entries.length; invocations += 1) {
    expect(invocations, 'invocations until the batch was through').toBeLessThan(200);
    at = await world.invoke(entries, at);
  }
}

describe('relay, with failing publications and crashes at any point', () => {
  it('G1 publishes every entry in the end, and reports the lowest sequence number that is left', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async ({ shape, ...troubles }) => {
        const entries = entriesOf(shape);
        const world = new UnreliableWorld(entries, troubles);

        await drain(world, entries);

        const published = new Set(world.published.map(({ body }) => body));
        expect(entries.filter(({ body }) => !published.has(body))).toEqual([]);
        expect(world.store.all()).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('G3 never inverts the first publications of a FIFO group', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async ({ shape, ...troubles }) => {
        const entries = entriesOf(shape.map(([, key]) => ['ledger', key]));
        const world = new UnreliableWorld(entries, troubles);

        await drain(world, entries);

        for (const group of ['a', 'b', 'c']) {
          const first = new Set(
            world.published.filter(({ groupId }) => groupId === group).map(({ deduplicationId }) => deduplicationId),
          );
          const committed = entries.filter(({ orderingKey }) => orderingKey === group).map(({ eventId }) => eventId);
          expect([...first]).toEqual(committed);
        }
      }),
      { numRuns: 150 },
    );
  });
});
