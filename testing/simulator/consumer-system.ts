import { defineTopic } from '../../contracts/event.ts';
import type { StandardSchema } from '../../contracts/standard-schema.ts';
import type { ConsumerDefinition } from '../../lambdas/runtime/consumer-definition.ts';
import type { ProducerDefinition } from '../../lambdas/runtime/producer-definition.ts';
import type { Scheduler } from './scheduler.ts';
import type { SimulatedEvent, SimulationSetup } from './simulation-setup.ts';
import type { System } from './system.ts';
import type { World } from './world.ts';

/** A request of the simulated client: which event is to be sent. */
const ANY: StandardSchema<unknown, number> = {
  '~standard': { version: 1, vendor: 'fanout', validate: (value) => ({ value: value as number }) },
};

/**
 * The system around a consumer of the user. `setUp` is called once for its definitions, and once for each history; `watched`
 * is given each consumer and the scheduler of its history.
 */
export function systemOf(
  setUp: () => SimulationSetup,
  fifo: boolean,
  watched: (consumer: ConsumerDefinition, scheduler: Scheduler) => ConsumerDefinition,
): System {
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
        define: (_process, world) => watched(setupOf(world).consumer, world.surroundings.scheduler),
      },
    ],
    check: (world) =>
      answerOf(setupOf(world).check?.({ items: (tableName) => world.database.tables.items(tableName) })),
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

/** @throws TypeError for what is no list of sentences: a promise would be taken for a check that holds. */
function answerOf(answer: unknown): readonly string[] {
  if (answer !== undefined && !Array.isArray(answer)) {
    const got = answer instanceof Promise ? 'a promise' : JSON.stringify(answer);
    throw new TypeError(`check must answer a list of sentences, empty when all is well, and at once; got ${got}`);
  }
  return answer ?? [];
}
