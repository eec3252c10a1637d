import { defineTopic, type EventDefinition } from '../../contracts/event.ts';
import type { StandardSchema } from '../../contracts/standard-schema.ts';
import type { ConsumerDefinition } from '../../lambdas/runtime/consumer-definition.ts';
import type { ProducerDefinition } from '../../lambdas/runtime/producer-definition.ts';
import type { InMemoryItem } from '../in-memory/in-memory-database.ts';
import { checkSimulation } from './check-simulation.ts';
import { failureReport } from './failure-report.ts';
import { runSeed } from './run-seed.ts';
import { shrink } from './shrink.ts';
import type { System } from './system.ts';
import type { World } from './world.ts';

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
   * Handlers must not wait for real time, files or the network, or a seed does not repeat.
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
}

/** A simulated history broke a promise, or the simulation's own check. Its message is the history, shrunk. */
export class SimulationFailedError extends Error {
  readonly seed: number;
  readonly problems: readonly string[];

  constructor(seed: number, problems: readonly string[], report: string) {
    super(`${problems.join('\n')}\n\n${report}\nreplay: simulateConsumer({ from: ${seed}, histories: 1, ... })`);
    this.name = 'SimulationFailedError';
    this.seed = seed;
    this.problems = problems;
  }
}

/**
 * Runs a consumer through histories of a whole system on a virtual clock: its events come by producer, outbox, relay,
 * topic and queue, while processes crash, calls fail or fail to answer, and messages come late, twice and in any order.
 *
 * @throws SimulationFailedError with the shortest history found that goes wrong; TypeError when the simulation is given
 * what it cannot run: no events, a payload that breaks its schema, an event without a handler.
 */
export async function simulateConsumer({
  setUp,
  histories = 200,
  from = 1,
  fifo = false,
}: ConsumerSimulation): Promise<void> {
  await checkSimulation(setUp(), histories, from);
  const system = systemOf(setUp, fifo);
  for (let seed = from; seed < from + histories; seed += 1) {
    const result = await runSeed(system, seed);
    if (result.problems.length > 0) {
      const shortest = await shrink(system, result, { keepsRequests: true });
      throw new SimulationFailedError(seed, shortest.problems, failureReport(shortest));
    }
  }
}

/** A request of the simulated client: which event is to be sent. */
const ANY: StandardSchema<unknown, number> = {
  '~standard': { version: 1, vendor: 'fanout', validate: (value) => ({ value: value as number }) },
};

function systemOf(setUp: () => SimulationSetup, fifo: boolean): System {
  const { events, consumer, tables = {} } = setUp();
  const definitions = [...new Map(events.map(({ event }) => [event.type, event])).values()];
  const topic = defineTopic('simulated-events', { events: definitions, fifo });
  const worlds = new WeakMap<World, SimulationSetup>();
  const setupOf = (world: World): SimulationSetup => {
    const setup = worlds.get(world) ?? setUp();
    worlds.set(world, setup);
    return setup;
  };
  return {
    name: 'consumer',
    about: 'a consumer of the user',
    topics: [topic, ...(consumer.topics ?? [])],
    tables,
    producer: {
      name: 'producer',
      define: (_process, world) => producerOf(setupOf(world).events, topic) as ProducerDefinition<unknown, unknown>,
      requests: () => events.map((_, index) => index),
    },
    consumers: [
      {
        name: 'consumer',
        topic,
        events: definitions,
        define: (_process, world) => setupOf(world).consumer,
      },
    ],
    check: (world) => setupOf(world).check?.({ items: (tableName) => world.database.tables.items(tableName) }) ?? [],
  };
}

const producerOf = (
  events: readonly SimulatedEvent[],
  topic: ProducerDefinition<number, unknown>['topics'][number],
): ProducerDefinition<number, undefined> => ({
  source: '/simulated',
  topics: [topic],
  request: ANY,
  idempotencyKey: (index) => `event-${index}`,
  handle(index, { transaction }) {
    const { event, payload, orderingKey = `key-${index}` } = events[index] as SimulatedEvent;
    transaction.emit(event, payload, { orderingKey, sequence: index });
  },
});
