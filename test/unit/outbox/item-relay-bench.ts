import type { RelayLogLine } from '../../../contracts/log.ts';
import { createItemRelay } from '../../../lambdas/runtime/outbox/create-item-relay.ts';
import type { Derivation } from '../../../lambdas/runtime/outbox/derivation.ts';
import type { StreamBatchResponse, StreamRecord } from '../../../lambdas/runtime/outbox/stream-record.ts';
import type { QuarantineStore } from '../../../lambdas/runtime/ports/index.ts';
import { InMemoryQuarantineStore } from '../../../testing/in-memory/in-memory-quarantine-store.ts';
import { InMemoryTopicPublisher, type PublishFault } from '../../../testing/in-memory/in-memory-topic-publisher.ts';
import { ManualClock } from '../../../testing/in-memory/manual-clock.ts';
import { SeededRandom } from '../../../testing/in-memory/seeded-random.ts';
import { start, topicArns } from './outbox-samples.ts';

/** An item relay over topics in memory, with a hand-moved clock. */
export class ItemRelayBench<Item> {
  readonly clock = new ManualClock(start);
  readonly quarantine = new InMemoryQuarantineStore();
  readonly publisher: InMemoryTopicPublisher;
  readonly lines: RelayLogLine[] = [];
  readonly #derivation: Derivation<Item> | undefined;

  constructor(options: { readonly derivation?: Derivation<Item>; readonly fault?: PublishFault } = {}) {
    this.#derivation = options.derivation;
    this.publisher = new InMemoryTopicPublisher(options.fault);
  }

  /** Ids of the events taken by the topics, in order, copies included. */
  get publishedIds(): readonly string[] {
    return this.publisher.published.map(({ body }) => (JSON.parse(body) as { id: string }).id);
  }

  /** Runs the relay on a batch of records. */
  relay(records: readonly StreamRecord[], quarantine: QuarantineStore = this.quarantine): Promise<StreamBatchResponse> {
    const endsAt = this.clock.now() + 60_000;
    const relay = createItemRelay(
      { topicArns },
      {
        clock: this.clock,
        random: new SeededRandom(),
        publisher: this.publisher,
        quarantine,
        log: (line) => this.lines.push(line),
      },
      this.#derivation,
    );
    return this.clock.drive(relay({ Records: records }, { remainingTimeMs: () => endsAt - this.clock.now() }));
  }
}
