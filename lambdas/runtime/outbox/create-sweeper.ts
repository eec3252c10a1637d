import { addMillis, type EpochMillis } from '../../../contracts/time.ts';
import type { Invocation } from '../invocation.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import type { OutboxStore } from '../ports/index.ts';
import type { RelayPorts, RelaySettings } from './create-relay.ts';
import { EntryRows } from './entry-rows.ts';
import { FailingTopics } from './failing-topics.ts';
import { oldSlices } from './old-slices.ts';
import { type EntryOutcome, publishEntries } from './publish-entries.ts';
import { RelayTally } from './relay-tally.ts';
import { Unpublished } from './unpublished.ts';

/** Everything outside the process that the sweeper needs. */
export interface SweeperPorts extends RelayPorts {
  readonly store: OutboxStore;
}

/** What the sweeper is told about its deployment. */
export interface SweeperSettings extends RelaySettings {
  /** Age from which an entry is one that the relay left: well above what the relay needs for its retries. */
  readonly sweepAfterMs: number;
}

/** Publishes what the relay left, once. */
export type Sweeper = (invocation: Invocation) => Promise<void>;

/** Ordering keys whose entries are read and published together. */
const KEYS_AT_A_TIME = 25;
/** Kept free of new publications, for the answers in flight, the deletions and the rest of the count. */
const PUBLISHING_RESERVE = 0.3;
/** Kept free for the log line. */
const COUNTING_RESERVE_MS = 1_000;

/**
 * Composes the outbox sweeper: finds entries that are older than the relay could explain, publishes them in order of
 * sequence per ordering key, deletes them, and measures what is left.
 *
 * The measures are always logged, 0 when nothing is left: their absence alarms, and so does a sweep that throws. When
 * time runs out they count what was seen. Copies that a relay at work on the same entries makes are absorbed by the
 * consumers.
 */
export function createSweeper(settings: SweeperSettings, ports: SweeperPorts): Sweeper {
  return (invocation) => new Sweep(settings, ports, invocation).run();
}

interface KeySweep {
  readonly key: string;
  /** When an old entry of the key was created. */
  readonly createdAt: EpochMillis;
  readonly slices: ReturnType<typeof oldSlices>;
}

class Sweep {
  readonly #settings: SweeperSettings;
  readonly #ports: SweeperPorts;
  readonly #invocation: Invocation;
  readonly #cutoff: EpochMillis;
  readonly #publishingReserveMs: number;
  readonly #tally = new RelayTally();
  readonly #left = new Unpublished();
  readonly #failingTopics = new FailingTopics();
  /** Keys that have been swept: what the scan still shows of them was counted then. */
  readonly #swept = new Set<string>();

  constructor(settings: SweeperSettings, ports: SweeperPorts, invocation: Invocation) {
    this.#settings = settings;
    this.#ports = ports;
    this.#invocation = invocation;
    this.#cutoff = addMillis(ports.clock.now(), -settings.sweepAfterMs);
    this.#publishingReserveMs = Math.max(2 * COUNTING_RESERVE_MS, invocation.remainingTimeMs() * PUBLISHING_RESERVE);
  }

  async run(): Promise<void> {
    /** By key, when an old entry of it was created. */
    const waiting = new Map<string, EpochMillis>();
    for await (const { orderingKey, createdAt } of this.#ports.store.olderThan(this.#cutoff)) {
      if (this.#swept.has(orderingKey) || waiting.has(orderingKey)) {
        continue;
      }
      if (this.#publishingTimeMs() > 0) {
        waiting.set(orderingKey, createdAt);
      } else if (this.#invocation.remainingTimeMs() > COUNTING_RESERVE_MS) {
        this.#left.add(createdAt);
      } else {
        break;
      }
      if (waiting.size === KEYS_AT_A_TIME) {
        await this.#sweep(waiting);
        waiting.clear();
      }
    }
    await this.#sweep(waiting);
    this.#ports.log({
      ...this.#tally.line('outbox-sweeper'),
      ...this.#left.measure(this.#ports.clock.now()),
    });
  }

  /** Sweeps keys slice by slice. A key of which something fails waits for the next sweep, and so does one that cannot be read. */
  async #sweep(keys: ReadonlyMap<string, EpochMillis>): Promise<void> {
    let open = [...keys].map(
      ([key, createdAt]): KeySweep => ({
        key,
        createdAt,
        slices: oldSlices(this.#ports.store, key, this.#cutoff),
      }),
    );
    while (open.length > 0) {
      const read = await Promise.all(open.map(async (ofKey) => ({ ofKey, slice: await this.#nextSlice(ofKey) })));
      const failed = await this.#publish(read.flatMap(({ slice }) => slice ?? []));
      open = read.flatMap(({ ofKey, slice }) => (slice === undefined || failed.has(ofKey.key) ? [] : [ofKey]));
    }
    for (const key of keys.keys()) {
      this.#swept.add(key);
    }
  }

  /** Undefined when a key is through, or cannot be read. */
  async #nextSlice({ slices, createdAt }: KeySweep): Promise<readonly OutboxEntry[] | undefined> {
    try {
      const { value } = await slices.next();
      return value ?? undefined;
    } catch {
      this.#tally.addFailure('READ_FAILED');
      this.#left.add(createdAt);
      return undefined;
    }
  }

  /** Answers the keys of entries that were not published. */
  async #publish(entries: readonly OutboxEntry[]): Promise<ReadonlySet<string>> {
    const shut = entries.filter(({ topic }) => this.#failingTopics.has(topic));
    const open = entries.filter(({ topic }) => !this.#failingTopics.has(topic));
    const settings = { ...this.#settings, publishingTimeMs: () => this.#publishingTimeMs() };
    const report = await publishEntries(open, new EntryRows(this.#ports.store), settings, this.#ports);
    this.#tally.addReport(open, report);
    for (const [index, { topic }] of open.entries()) {
      this.#failingTopics.note(topic, report.outcomes[index] as EntryOutcome);
    }
    for (const _ of shut) {
      this.#tally.addFailure('TOPIC_FAILING');
    }
    const left = [...shut, ...open.filter((_, index) => report.outcomes[index]?.outcome === 'failed')];
    for (const { createdAt } of left) {
      if (createdAt <= this.#cutoff) {
        this.#left.add(createdAt);
      }
    }
    return new Set(left.map(({ orderingKey }) => orderingKey));
  }

  #publishingTimeMs(): number {
    return this.#invocation.remainingTimeMs() - this.#publishingReserveMs;
  }
}
