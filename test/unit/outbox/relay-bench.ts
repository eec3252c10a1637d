import type { RelayLogLine } from '../../../contracts/log.ts';
import { createRelay } from '../../../lambdas/runtime/outbox/create-relay.ts';
import { createSweeper } from '../../../lambdas/runtime/outbox/create-sweeper.ts';
import type { StreamBatchResponse, StreamRecord } from '../../../lambdas/runtime/outbox/stream-record.ts';
import type { OutboxEntry } from '../../../lambdas/runtime/outbox-entry.ts';
import type { OutboxStore, TopicPublisher } from '../../../lambdas/runtime/ports/index.ts';
import { InMemoryOutboxStore } from '../../../testing/in-memory/in-memory-outbox-store.ts';
import { InMemoryTopicPublisher, type PublishFault } from '../../../testing/in-memory/in-memory-topic-publisher.ts';
import { ManualClock } from '../../../testing/in-memory/manual-clock.ts';
import { SeededRandom } from '../../../testing/in-memory/seeded-random.ts';
import { insertionOf, start, topicArns } from './outbox-samples.ts';

/** A relay and a sweeper over one outbox and one set of topics in memory, with a hand-moved clock. */
export class RelayBench {
  readonly clock = new ManualClock(start);
  readonly store: InMemoryOutboxStore;
  readonly publisher: InMemoryTopicPublisher;
  readonly lines: RelayLogLine[] = [];
  readonly #overrides: { readonly store?: Partial<OutboxStore>; readonly publisher?: TopicPublisher };

  constructor(
    entries: readonly OutboxEntry[],
    fault?: PublishFault,
    overrides: { readonly store?: Partial<OutboxStore>; readonly publisher?: TopicPublisher } = {},
  ) {
    this.store = new InMemoryOutboxStore(entries);
    this.publisher = new InMemoryTopicPublisher(fault);
    this.#overrides = overrides;
  }

  /** Ids of the events taken by the topics, in order, copies included. */
  get publishedIds(): readonly string[] {
    return this.publisher.published.map(({ body }) => (JSON.parse(body) as { id: string }).id);
  }

  /** The last line logged. */
  get line(): RelayLogLine | undefined {
    return this.lines.at(-1);
  }

  /** Runs the relay on records, or on entries numbered 100, 101 and so on. */
  relay(batch: readonly (StreamRecord | OutboxEntry)[], timeMs = 60_000): Promise<StreamBatchResponse> {
    const records = batch.map((one, index) => ('orderingKey' in one ? insertionOf(one, String(100 + index)) : one));
    return this.clock.drive(createRelay({ topicArns }, this.#ports())({ Records: records }, this.#invocation(timeMs)));
  }

  /** Runs the sweeper on what is older than a minute. */
  sweep(timeMs = 60_000): Promise<void> {
    const sweep = createSweeper({ topicArns, sweepAfterMs: 60_000 }, this.#ports());
    return this.clock.drive(sweep(this.#invocation(timeMs)));
  }

  #ports() {
    const { store } = this;
    return {
      store: {
        delete: (keys: Parameters<OutboxStore['delete']>[0]) => store.delete(keys),
        quarantine: (...args: Parameters<OutboxStore['quarantine']>) => store.quarantine(...args),
        olderThan: (cutoff: Parameters<OutboxStore['olderThan']>[0]) => store.olderThan(cutoff),
        ofKey: (orderingKey: string) => store.ofKey(orderingKey),
        ...this.#overrides.store,
      },
      publisher: this.#overrides.publisher ?? this.publisher,
      clock: this.clock,
      random: new SeededRandom(),
      log: (line: RelayLogLine) => this.lines.push(line),
    };
  }

  #invocation(timeMs: number) {
    const endsAt = this.clock.now() + timeMs;
    return { remainingTimeMs: () => endsAt - this.clock.now() };
  }
}
