import type { EventDefinition, TopicDefinition } from '../../contracts/event.ts';
import type { ConsumerDefinition } from '../../lambdas/runtime/consumer-definition.ts';
import type { Derivation } from '../../lambdas/runtime/outbox/derivation.ts';
import type { ProducerDefinition } from '../../lambdas/runtime/producer-definition.ts';
import type { FaultRates } from './fault-plan.ts';
import type { SeededChoices } from './seeded-choices.ts';
import type { CodeVersion } from './simulated-function.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { World } from './world.ts';

/** A subscriber with its consumer. */
export interface ConsumerSpec {
  readonly name: string;
  readonly topic: TopicDefinition;
  /** Events that the subscription lets through. */
  readonly events: readonly EventDefinition[];
  /** The function's code, loaded once in each of its environments: `v1`, and `v2` after a deployment. They run side by side. */
  define(process: SimulatedProcess, world: World, version: CodeVersion): ConsumerDefinition;
  /** @default 5 */
  readonly maxAttempts?: number;
  /** @default 10 */
  readonly batchSize?: number;
  /** @default 3 */
  readonly maxConcurrency?: number;
  /** @default 6000 */
  readonly timeoutMs?: number;
  /**
   * How long the inbox remembers.
   *
   * @default 2592000 (30 days)
   */
  readonly horizonSeconds?: number;
  /**
   * Events that each handled event makes the consumer emit, so that the checks can count them.
   *
   * @default - not counted
   */
  readonly emits?: number;
  /**
   * Whether handlers misbehave as the seed says: they throw, reject, hang or end their process.
   *
   * @default true
   */
  readonly misbehaves?: boolean;
}

/** What clients call. */
export interface ProducerSpec {
  readonly name: string;
  define(process: SimulatedProcess, world: World): ProducerDefinition<unknown, unknown>;
  /** Requests that clients make, each under its own key. */
  requests(choices: SeededChoices): readonly unknown[];
}

/** A whole system to simulate. */
export interface System {
  readonly name: string;
  /** What it is about, in a line. */
  readonly about: string;
  readonly topics: readonly TopicDefinition[];
  readonly consumers: readonly ConsumerSpec[];
  readonly producer: ProducerSpec;
  /** Key attributes of the business tables. */
  readonly tables: Readonly<Record<string, readonly string[]>>;
  /**
   * Business tables in whose items events ride.
   *
   * @default - none
   */
  readonly inlineTables?: readonly string[];
  /**
   * Business tables from whose items events are derived, and how.
   *
   * @default - none
   */
  readonly derivations?: Readonly<Record<string, Derivation>>;
  /**
   * How long clients take to make their first request, in milliseconds; the seed picks one.
   *
   * @default [30000]
   */
  readonly requestsWithinMs?: readonly number[];
  /**
   * Beginnings of the waves in which clients make their requests, in milliseconds from the start; each client is in one.
   *
   * @default [0]
   */
  readonly requestWavesMs?: readonly number[];
  /**
   * How long dead letters lie before they are redriven, in milliseconds; the seed picks one.
   *
   * @default [0]
   */
  readonly redrivesAfterMs?: readonly number[];
  /**
   * How often faults strike, as probabilities.
   *
   * @default - for each kind the seed says whether it is off, usual or frequent
   */
  readonly rates?: Partial<FaultRates>;
  /**
   * Calls (`port.method`) that are hardly ever made, so that more histories have processes end at them.
   *
   * @default []
   */
  readonly rareCalls?: readonly string[];
  /** Called before anything happens. */
  prepare?(world: World): void;
  /** What must hold in the end, after the redrive, beside what holds for every system; answers what does not. */
  check?(world: World): readonly string[];
}
