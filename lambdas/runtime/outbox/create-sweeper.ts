import { addMillis, type EpochMillis } from '../../../contracts/time.ts';
import type { Invocation } from '../invocation.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import type { OutboxStore } from '../ports/index.ts';
import type { RelayPorts, RelaySettings } from './create-relay.ts';
import { EntryRows } from './entry-rows.ts';
import { publishEntries } from './publish-entries.ts';
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

class Sweep {
  readonly #settings: SweeperSettings;
  readonly #ports: SweeperPorts;
  readonly #invocation: Invocation;
  readonly #cutoff: EpochMillis;
  readonly #publishingReserveMs: number;
  readonly #tally = new RelayTally();
  readonly #left = new Unpublished();
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
    const waiting = new Set<string>();
    for await (const { orderingKey, createdAt } of this.#ports.store.olderThan(this.#cutoff)) {
      if (this.#swept.has(orderingKey) || waiting.has(orderingKey)) {
        continue;
      }
      if (this.#publishingTimeMs() > 0) {
        waiting.add(orderingKey);
      } else if (this.#invocation.remainingTimeMs() > COUNTING_RESERVE_MS) {
        this.#left.add(createdAt);
      } else {
        break;
      }
      if (waiting.size === KEYS_AT_A_TIME) {
        await this.#sweep(waiting);
      }
    }
    await this.#sweep(waiting);
    this.#ports.log({
      ...this.#tally.line('outbox-sweeper'),
      ...this.#left.measure(this.#ports.clock.now()),
    });
  }

  async #sweep(orderingKeys: Set<string>): Promise<void> {
    const ofKeys = await Promise.all([...orderingKeys].map((key) => this.#ports.store.ofKey(key)));
    const entries = ofKeys.flatMap((ofKey) => this.#throughLastOld(ofKey));
    const settings = { ...this.#settings, publishingTimeMs: () => this.#publishingTimeMs() };
    const report = await publishEntries(entries, new EntryRows(this.#ports.store), settings, this.#ports);

    this.#tally.addReport(entries, report);
    for (const [index, { createdAt }] of entries.entries()) {
      if (report.outcomes[index]?.outcome === 'failed' && createdAt <= this.#cutoff) {
        this.#left.add(createdAt);
      }
    }
    for (const key of orderingKeys) {
      this.#swept.add(key);
    }
    orderingKeys.clear();
  }

  /** The young entries behind the last old one are the relay's; those between old ones go along, for the order's sake. */
  #throughLastOld(ofKey: readonly OutboxEntry[]): readonly OutboxEntry[] {
    return ofKey.slice(0, ofKey.findLastIndex(({ createdAt }) => createdAt <= this.#cutoff) + 1);
  }

  #publishingTimeMs(): number {
    return this.#invocation.remainingTimeMs() - this.#publishingReserveMs;
  }
}
