import type { EventDefinition } from '../../contracts/event.ts';
import type { ConsumerDefinition } from '../../lambdas/runtime/consumer-definition.ts';
import type { InMemoryItem } from '../in-memory/in-memory-database.ts';

/** An event that the consumer is sent. */
export interface SimulatedEvent {
  readonly event: EventDefinition;
  readonly payload: unknown;
  /**
   * Ordering key.
   *
   * @default - a key of its own
   */
  readonly orderingKey?: string;
}

/** A consumer in a fresh world. */
export interface SimulationSetup {
  readonly consumer: ConsumerDefinition;
  readonly events: readonly SimulatedEvent[];
  /**
   * Key attributes of the tables that the consumer writes, by the tables' names.
   *
   * @default - none
   */
  readonly tables?: Readonly<Record<string, readonly string[]>>;
  /**
   * What must hold in the end beside Fanout's promises: each sentence that it answers is a failure. By then every
   * event was handled, those that were dead-lettered after a redrive.
   *
   * @default - nothing more
   */
  check?(end: SimulationEnd): readonly string[];
}

/** What is left when everything has settled. */
export interface SimulationEnd {
  /** The items of a table. */
  items(tableName: string): readonly InMemoryItem[];
}

/** A consumer of yours to simulate, and how often. */
export interface ConsumerSimulation {
  /**
   * Called before each history: answers a new consumer, with nothing left of the history before.
   *
   * A seed must repeat: handlers that wait for real time or the network, and consumers that draw on clocks, random numbers or
   * a state of their own that outlives this call, are refused.
   */
  setUp(): SimulationSetup;
  /** @default 200 */
  readonly histories?: number;
  /**
   * First seed.
   *
   * @default 1
   */
  readonly from?: number;
  /**
   * Whether the events come by a FIFO topic.
   *
   * @default false
   */
  readonly fifo?: boolean;
  /**
   * Whether a failure shows the whole history, however long, and not only what became of the events that it is about.
   *
   * @default false
   */
  readonly wholeHistory?: boolean;
}
