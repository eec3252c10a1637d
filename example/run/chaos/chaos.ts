import { clearFaults, injectFault, readFaults } from 'fanout/testing';
import { type Platform, subscribers } from '../platform.ts';
import { seededRandom } from '../random.ts';
import type { Tally } from '../watch/tally.ts';
import type { Episode } from './episode.ts';
import { beginOutage } from './outage-episode.ts';
import { Republisher } from './republisher.ts';
import { beginThrottle } from './throttle-episode.ts';

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
const OUTAGES = 1;
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

/** Breaks things while orders flow: copies of events, an outage, a throttle and crashes of the relay, chosen by a seed. */
export class Chaos {
  readonly #platform: Platform;
  readonly #tally: Tally;
  readonly #republishers: readonly [Republisher, Republisher];
  readonly #episodes: readonly Episode[];

  private constructor(
    platform: Platform,
    tally: Tally,
    republishers: readonly [Republisher, Republisher],
    episodes: readonly Episode[],
  ) {
    this.#platform = platform;
    this.#tally = tally;
    this.#republishers = republishers;
    this.#episodes = episodes;
  }

  /** Begins: everything that is to be broken from the start is broken when it resolves. End it. */
  static async begin(platform: Platform, { seed, tally, note, signal }: ChaosOptions): Promise<Chaos> {
    const { clients, outputs } = platform;
    const republishers = await Promise.all([
      Republisher.start(clients, outputs.get('OrderEventsTopicArn'), seed),
      Republisher.start(clients, outputs.get('OrderLedgerTopicArn'), seed),
    ]);
    await injectRelayCrashes(platform);
    const [outage = EARLY[0], throttled = EARLY[1]] = seededRandom(seed).shuffled(EARLY);
    const episodes = await Promise.all([
      beginThrottle(platform, throttled, tally, signal),
      beginOutage(platform, outage, signal),
    ]);
    note(`${throttled} is throttled, ${outage} is out of service`);
    const chaos = new Chaos(platform, tally, republishers, episodes);
    chaos.episodesOver().then(
      () => note(`${throttled} and ${outage} are back`),
      // Told to whoever ends it.
      () => {},
    );
    return chaos;
  }

  /** Whether it has copied everything that it is going to copy of what was published so far. */
  async isIdle(): Promise<boolean> {
    const idle = await Promise.all(this.#republishers.map((republisher) => republisher.isIdle()));
    return idle.every(Boolean);
  }

  /** Resolves when outage and throttle are over. */
  async episodesOver(): Promise<void> {
    await Promise.all(this.#episodes.map(({ over }) => over));
  }

  /** Ends it, removes what it made, and says what it did. */
  async end(): Promise<ServiceFaults> {
    await this.episodesOver();
    await Promise.all(this.#republishers.map((republisher) => republisher.stop()));
    const [events, ledgerEvents] = this.#republishers;
    const relayCrashes = await countRelayCrashes(this.#platform);
    return {
      republishedEvents: events.count,
      republishedLedgerEvents: ledgerEvents.count,
      outages: OUTAGES,
      throttles: subscribers.reduce((total, { id }) => total + this.#tally.invocations(id).throttles, 0),
      ...(relayCrashes !== undefined && { relayCrashes }),
    };
  }
}

/** Only an embedded cloud can end a function at a chosen call; elsewhere nothing is injected. */
async function injectRelayCrashes({ clients, outputs, capabilities }: Platform): Promise<void> {
  const { endpoint } = clients.connection;
  if (capabilities.has('fault-injection') && endpoint !== undefined) {
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
async function countRelayCrashes({ clients, capabilities }: Platform): Promise<number | undefined> {
  const { endpoint } = clients.connection;
  if (!capabilities.has('fault-injection') || endpoint === undefined) {
    return undefined;
  }
  const faults = await readFaults(endpoint);
  await clearFaults(endpoint);
  return faults.reduce((total, { fired }) => total + fired, 0);
}
