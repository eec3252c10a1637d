import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRelay } from '../../../lambdas/runtime/outbox/create-relay.ts';
import type { OutboxEntry } from '../../../lambdas/runtime/outbox-entry.ts';
import type { PublishEntry, PublishResult } from '../../../lambdas/runtime/ports/index.ts';
import { InMemoryOutboxStore } from '../../../testing/in-memory/in-memory-outbox-store.ts';
import { ManualClock } from '../../../testing/in-memory/manual-clock.ts';
import { SeededRandom } from '../../../testing/in-memory/seeded-random.ts';
import { insertionOf, sampleEntry, start, topicArns } from './outbox-samples.ts';

/** What happens to one publication: `answer-lost` is taken by the topic and reported as failed. */
type Fate = 'taken' | 'failed' | 'answer-lost';

interface Troubles {
  /** In the order of the publications. */
  readonly fates: readonly Fate[];
  /** Operations to die before or after. */
  readonly crashes: readonly number[];
  /** One entry that fails more often in a row than one invocation tries. */
  readonly stubborn: { readonly index: number; readonly failures: number };
}

/** An environment that dies at given operations, and a topic that fails as given; once both lists are used up, all is well. */
class UnreliableWorld {
  readonly clock = new ManualClock(start);
  readonly store: InMemoryOutboxStore;
  readonly published: PublishEntry[] = [];
  readonly #fates: Fate[];
  readonly #crashes: Set<number>;
  readonly #stubborn: { readonly body: string | undefined; failures: number };
  #operations = 0;
  #dead = false;

  constructor(entries: readonly OutboxEntry[], { fates, crashes, stubborn }: Troubles) {
    this.store = new InMemoryOutboxStore(entries);
    this.#fates = [...fates];
    this.#crashes = new Set(crashes);
    this.#stubborn = { body: entries[stubborn.index % entries.length]?.body, failures: stubborn.failures };
  }

  /** One Lambda invocation: the position to resume at, or the batch's start when the environment died. */
  async invoke(entries: readonly OutboxEntry[], from: number): Promise<number> {
    this.#dead = false;
    const relay = createRelay(
      { topicArns },
      {
        clock: this.clock,
        random: new SeededRandom(7),
        log: () => undefined,
        publisher: {
          publishBatch: (_topicArn, batch) => this.#operate(() => batch.map((entry) => this.#publish(entry))),
        },
        store: {
          delete: (keys) => this.#operate(() => this.store.delete(keys)),
          quarantine: (key, reason) => this.#operate(() => this.store.quarantine(key, reason)),
        },
      },
    );
    const endsAt = this.clock.now() + 3_000;
    const records = entries.slice(from).map((entry, index) => insertionOf(entry, String(from + index)));
    const response = await this.clock
      .drive(relay({ Records: records }, { remainingTimeMs: () => endsAt - this.clock.now() }))
      .catch(() => undefined);
    if (response === undefined || this.#dead) {
      return from;
    }
    const [failure] = response.batchItemFailures;
    const resumeAt = failure === undefined ? entries.length : Number(failure.itemIdentifier);
    this.#checkLowest(entries, from, resumeAt);
    return resumeAt;
  }

  /** Everything before the reported position has been published; the reported one may not have been. */
  #checkLowest(entries: readonly OutboxEntry[], from: number, resumeAt: number): void {
    const published = new Set(this.published.map(({ body }) => body));
    expect(entries.slice(from, resumeAt).filter(({ body }) => !published.has(body))).toEqual([]);
    const left = new Set(this.store.all());
    const lowest = entries.findIndex((entry, index) => index >= from && left.has(entry));
    expect(resumeAt).toBe(lowest === -1 ? entries.length : lowest);
  }

  #publish(entry: PublishEntry): PublishResult {
    const fate = this.#isStubborn(entry) ? 'failed' : (this.#fates.shift() ?? 'taken');
    if (fate !== 'failed') {
      this.published.push(entry);
    }
    return fate === 'taken' ? { outcome: 'published' } : { outcome: 'failed', code: 'Throttled', message: '' };
  }

  #isStubborn({ body }: PublishEntry): boolean {
    if (body !== this.#stubborn.body || this.#stubborn.failures === 0) {
      return false;
    }
    this.#stubborn.failures -= 1;
    return true;
  }

  /** Even crash points die before the operation, odd ones after it. A dead environment does nothing any more. */
  async #operate<Result>(run: () => Result | Promise<Result>): Promise<Result> {
    const before = this.#operations;
    this.#operations += 2;
    if (this.#crashes.delete(before)) {
      this.#dead = true;
    }
    this.#requireLife();
    const result = await run();
    if (this.#crashes.delete(before + 1)) {
      this.#dead = true;
    }
    this.#requireLife();
    return result;
  }

  #requireLife(): void {
    if (this.#dead) {
      throw new Error('the environment died');
    }
  }
}

const entriesOf = (shape: readonly (readonly [topic: string, key: string])[]): readonly OutboxEntry[] =>
  shape.map(([topic, key], index) => sampleEntry(key, index, { topic }));

const worlds = fc.record({
  shape: fc.array(fc.tuple(fc.constantFrom('orders', 'ledger'), fc.constantFrom('a', 'b', 'c')), {
    minLength: 1,
    maxLength: 40,
  }),
  fates: fc.array(fc.constantFrom<Fate>('taken', 'failed', 'failed', 'answer-lost'), { maxLength: 120 }),
  crashes: fc.array(fc.nat(30), { maxLength: 6 }),
  stubborn: fc.record({ index: fc.nat(39), failures: fc.nat(20) }),
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
