import { SeededChoices } from './seeded-choices.ts';
import type { System } from './system.ts';

/** What can go wrong with one call of a port. */
export const callFaults = [
  /** The process ends before the call is carried out. */
  'crash-before',
  /** The process ends after the call was carried out, before it has the answer. */
  'crash-after',
  /** The service refuses the call; nothing is done. */
  'throttled',
  /** No answer comes in time; nothing is done. */
  'timed-out',
  /** The call is carried out, and the answer says that it failed. */
  'ambiguous',
  /** Of a call with several entries some are carried out. */
  'partial',
  /** The call takes seconds. */
  'slow',
] as const;

/** What else can go wrong. */
export const systemFaults = [
  'duplicate-delivery',
  'delayed-delivery',
  'delivery-fails',
  'throttled-invocation',
  /** For minutes a function has no concurrency left: batches are received in vain, and each receive counts. */
  'concurrency-exhausted',
  'response-lost',
  'delete-lost',
  /** A transaction holds its items for a while: others that touch them are refused. */
  'transaction-held',
  'client-gives-up',
  'mapping-disabled',
  'sweeper-disabled',
  'topic-down',
  'shard-split',
  'clock-skew',
  'deploy',
  'redrive-by-task',
  'redrive-by-hand',
  'payload-reused',
  /** SNS is refused by the queue, which it does not try again: the message goes to the subscription's dead-letter queue. */
  'delivery-refused',
] as const;

/** What handlers do wrong, decided by the seed for each event of each consumer. They go on until they are healed. */
export const handlerFaults = [
  'handler-throws',
  'handler-rejects',
  'handler-ends-process',
  'handler-hangs',
  'handler-is-slow',
] as const;

export type CallFault = (typeof callFaults)[number];
export type HandlerFault = (typeof handlerFaults)[number];
export type DrawnFault = CallFault | (typeof systemFaults)[number];
export type FaultKind = DrawnFault | HandlerFault;

/** A fault that struck. */
export interface StruckFault {
  /** Where: the same in every run of the seed, so that it can be left out. */
  readonly id: string;
  readonly kind: FaultKind;
}

/** How often each kind strikes where it can, as a probability. */
export type FaultRates = Readonly<Record<DrawnFault, number>>;

/** Rates that let most messages through, so that what fails is the exception that the system is made for. */
const USUAL: FaultRates = {
  'crash-before': 0.012,
  'crash-after': 0.012,
  throttled: 0.02,
  'timed-out': 0.01,
  ambiguous: 0.015,
  partial: 0.1,
  slow: 0.03,
  'duplicate-delivery': 0.05,
  'delayed-delivery': 0.1,
  'delivery-fails': 0.05,
  'throttled-invocation': 0.05,
  'concurrency-exhausted': 0.15,
  'response-lost': 0.04,
  'delete-lost': 0.03,
  'transaction-held': 0.05,
  'client-gives-up': 0.1,
  'mapping-disabled': 0.3,
  'sweeper-disabled': 0.3,
  'topic-down': 0.3,
  'shard-split': 0.3,
  'clock-skew': 0.3,
  deploy: 0.4,
  'redrive-by-task': 0.4,
  'redrive-by-hand': 0.4,
  // A producer's bug, not the world's: systems that want it say so.
  'payload-reused': 0,
  'delivery-refused': 0.03,
};

/** Each kind is off, usual or frequent in a run: rare combinations come up that a single mix would never show. */
const FACTORS = [0, 0, 1, 1, 3];

/**
 * Each history aims at some calls: there processes end often, before and after. Otherwise calls that are made rarely would
 * hardly ever be anybody's last.
 */
const AIMED_AT = 0.06;
const AIMED_AT_RARE = 0.5;
const AIMED_RATE = 0.25;
/** Not even a dead-letter queue helps a message whose every receive ends its process before anything is written down. */
const MOST_AIMED = 12;

/** Says where faults strike in one run, and remembers where they did. */
export class FaultPlan {
  readonly struck: StruckFault[] = [];
  readonly #rates: FaultRates;
  readonly #only: ReadonlySet<string> | undefined;
  readonly #seed: number;
  readonly #rareCalls: readonly string[];
  readonly #aimed = new Map<string, boolean>();
  readonly #misbehaving = new Set<string>();
  #aimedStrikes = 0;
  #isOver = false;

  /**
   * `only` names the faults that may strike; the others are left out, and nothing else changes. `rates` replaces rates,
   * `rareCalls` are aimed at more often.
   */
  constructor(
    seed: number,
    { rates: own = {}, rareCalls = [] }: Pick<System, 'rates' | 'rareCalls'> = {},
    only?: ReadonlySet<string>,
  ) {
    const choices = new SeededChoices(seed, 'fault rates');
    const rates = Object.entries(USUAL).map(([kind, rate]) => [kind, rate * choices.pick(FACTORS)]);
    this.#rates = { ...(Object.fromEntries(rates) as FaultRates), ...own };
    this.#only = only;
    this.#seed = seed;
    this.#rareCalls = rareCalls;
  }

  /** From now on nothing strikes. */
  end(): void {
    this.#isOver = true;
  }

  /** Whether a handler may misbehave at `id`, as its seed says; also once everything else is quiet. */
  misbehaves(kind: HandlerFault, id: string): boolean {
    if (this.#misbehaving.has(id) || !this.#strike(kind, id)) {
      return this.#misbehaving.has(id);
    }
    this.#misbehaving.add(id);
    return true;
  }

  /** Whether a fault of the kind strikes at `id`, given the draw of the one it may strike. */
  strikes(kind: DrawnFault, id: string, draw: number): boolean {
    if (this.#isOver || draw >= this.#rates[kind]) {
      return false;
    }
    return this.#strike(kind, id);
  }

  /** The fault of a call (`port.method`), if any: one draw decides among all kinds that fit the call. */
  callFault(call: string, id: string, kinds: readonly CallFault[], draw: number): CallFault | undefined {
    if (this.#isOver) {
      return undefined;
    }
    const isAimed = this.#aimedStrikes < MOST_AIMED && this.#isAimedAt(call);
    const least = isAimed ? AIMED_RATE : 0;
    let threshold = 0;
    for (const kind of kinds) {
      threshold +=
        kind === 'crash-before' || kind === 'crash-after' ? Math.max(least, this.#rates[kind]) : this.#rates[kind];
      if (draw < threshold) {
        this.#aimedStrikes += isAimed ? 1 : 0;
        return this.#strike(kind, id) ? kind : undefined;
      }
    }
    return undefined;
  }

  #isAimedAt(call: string): boolean {
    const known = this.#aimed.get(call);
    const aimed =
      known ??
      new SeededChoices(this.#seed, `aims at ${call}`).chance(
        this.#rareCalls.includes(call) ? AIMED_AT_RARE : AIMED_AT,
      );
    this.#aimed.set(call, aimed);
    return aimed;
  }

  #strike(kind: FaultKind, id: string): boolean {
    if (this.#only !== undefined && !this.#only.has(id)) {
      return false;
    }
    this.struck.push({ id, kind });
    return true;
  }
}
