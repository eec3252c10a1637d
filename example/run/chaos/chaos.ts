import { clearFaults, injectFault, readFaults } from 'fanout/testing';
import { type Platform, subscribers } from '../platform.ts';
import { seededRandom } from '../random.ts';
import type { Tally } from '../watch/tally.ts';
import { outageEpisode } from './outage-episode.ts';
import { Republisher } from './republisher.ts';
import { throttleEpisode } from './throttle-episode.ts';

/** What chaos did to the services; what it does through the orders' data is in the orders. */
export interface ServiceFaults {
  readonly republishedEvents: number;
  readonly republishedLedgerEvents: number;
  readonly outages: number;
  /** Invocations of consumers refused for want of concurrency. */
  readonly throttles: number;
  /** Times that the relay ended between publishing and deleting; missing where the target cannot be made to. */
  readonly relayCrashes?: number;
}

const RELAY_CRASHES = 2;
/** Consumers that get something to do from the first order on, so that an outage or a throttle meets messages. */
const EARLY = ['Inventory', 'Analytics', 'Payment', 'Ledger'] as const;

/** What decides, what is watched, and who is told. */
export interface ChaosOptions {
  readonly seed: number;
  readonly tally: Tally;
  readonly note: (text: string) => void;
  /** Ends the episodes early. */
  readonly signal: AbortSignal;
}

/** The functions that it picked, by what their outputs start with. */
interface Episodes extends Omit<ChaosOptions, 'seed'> {
  readonly outage: string;
  readonly throttled: string;
}

/** Breaks things while orders flow: copies of events, an outage, a throttle and crashes of the relay, chosen by a seed. */
export class Chaos {
  readonly #platform: Platform;
  readonly #republishers: readonly [Republisher, Republisher];
  readonly #tally: Tally;
  readonly #episodes: Promise<void>;
  #outages = 0;

  private constructor(platform: Platform, republishers: readonly [Republisher, Republisher], episodes: Episodes) {
    this.#platform = platform;
    this.#republishers = republishers;
    this.#tally = episodes.tally;
    this.#episodes = this.#run(episodes);
    // Whoever waits for the end is told; until then it must not count as nobody's.
    this.#episodes.catch(() => {});
  }

  /** Begins. Nothing is broken before it resolves. End it. */
  static async begin(platform: Platform, { seed, ...run }: ChaosOptions): Promise<Chaos> {
    const { clients, outputs } = platform;
    const republishers = await Promise.all([
      Republisher.start(clients, outputs.get('OrderEventsTopicArn'), seed),
      Republisher.start(clients, outputs.get('OrderLedgerTopicArn'), seed),
    ]);
    await injectRelayCrashes(platform);
    const [outage = EARLY[0], throttled = EARLY[1]] = seededRandom(seed).shuffled(EARLY);
    return new Chaos(platform, republishers, { outage, throttled, ...run });
  }

  /** Whether it has copied everything that it is going to copy of what was published so far. */
  async isIdle(): Promise<boolean> {
    const idle = await Promise.all(this.#republishers.map((republisher) => republisher.isIdle()));
    return idle.every(Boolean);
  }

  /** Resolves when outage and throttle are over. */
  episodesOver(): Promise<void> {
    return this.#episodes;
  }

  /** Ends it, removes what it made, and says what it did. */
  async end(): Promise<ServiceFaults> {
    await this.#episodes;
    await Promise.all(this.#republishers.map((republisher) => republisher.stop()));
    const [events, ledgerEvents] = this.#republishers;
    const relayCrashes = await countRelayCrashes(this.#platform);
    return {
      republishedEvents: events.count,
      republishedLedgerEvents: ledgerEvents.count,
      outages: this.#outages,
      throttles: subscribers.reduce((total, { id }) => total + this.#tally.invocations(id).throttles, 0),
      ...(relayCrashes !== undefined && { relayCrashes }),
    };
  }

  async #run({ outage, throttled, tally, note, signal }: Episodes): Promise<void> {
    note(`${throttled} is throttled, ${outage} is out of service`);
    await Promise.all([
      throttleEpisode(this.#platform, throttled, tally, signal),
      outageEpisode(this.#platform, outage, signal),
    ]);
    this.#outages += 1;
    note(`${throttled} and ${outage} are back`);
  }
}

/** Only an embedded cloud can end a function at a chosen call; elsewhere nothing is injected. */
async function injectRelayCrashes({ clients, outputs }: Platform): Promise<void> {
  const { endpoint } = clients.target;
  if (endpoint !== undefined) {
    await injectFault(endpoint, {
      functionName: outputs.get('OutboxRelayFunctionName'),
      service: 'dynamodb',
      operation: 'BatchWriteItem',
      action: 'crash-caller-before',
      times: RELAY_CRASHES,
    });
  }
}

/** Takes the faults away, so that the platform may stay up. */
async function countRelayCrashes({ clients }: Platform): Promise<number | undefined> {
  const { endpoint } = clients.target;
  if (endpoint === undefined) {
    return undefined;
  }
  const faults = await readFaults(endpoint);
  await clearFaults(endpoint);
  return faults.reduce((total, { fired }) => total + fired, 0);
}
