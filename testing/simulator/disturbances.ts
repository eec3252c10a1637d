import { addMillis, type EpochMillis, laterOf } from '../../contracts/time.ts';
import type { DrawnFault } from './fault-plan.ts';
import { redriveByHand, redriveByTask, redriveUndelivered } from './redrive.ts';
import { reuseId } from './reuse-id.ts';
import { SeededChoices } from './seeded-choices.ts';
import { SimulatedProcess } from './simulated-process.ts';
import type { SimulatedQueue } from './simulated-queue.ts';
import type { StreamDriver } from './stream-driver.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;
/** Disturbances come within this time from the start. */
const WITHIN_MS = MINUTE_MS;
/** When an operator looks again whether there are dead letters, and how much later each time. */
const LOOKS_AFTER_MS = 5_000;
const LOOKS_LATER = 1.25;
/** The longest is longer than a stream keeps its records. */
const OUTAGES_MS = [2 * MINUTE_MS, 30 * MINUTE_MS, 30 * 60 * MINUTE_MS];
/** What is in items alone lives through no longer ones. */
const ITEM_OUTAGES_MS = [2 * MINUTE_MS, 30 * MINUTE_MS, 20 * 60 * MINUTE_MS];

/** The longest burns twenty receives of a queue with the simulator's usual time-out. */
const EXHAUSTED_MS = [MINUTE_MS, 4 * MINUTE_MS, 12 * MINUTE_MS];

/**
 * Plans what happens to the system as a whole: outages, deployments, redrives, a split shard.
 *
 * @returns when faults end: not before `earliest`, and after the last outage.
 */
export function planDisturbances(world: World, earliest: EpochMillis): EpochMillis {
  const { seed, scheduler, plan, history } = world.surroundings;
  const choices = new SeededChoices(seed, 'disturbances');
  const start = scheduler.now();
  let end = addMillis(laterOf(earliest, addMillis(start, WITHIN_MS)), choices.integer(1, MINUTE_MS));

  const sometimes = (kind: DrawnFault, id: string, strike: () => void): EpochMillis => {
    const at = addMillis(start, choices.integer(1_000, WITHIN_MS));
    if (plan.strikes(kind, id, choices.fraction())) {
      scheduler.at(at, () => {
        history.add(scheduler.now(), 'simulator', `! ${kind}`, id);
        strike();
      });
    }
    return at;
  };

  /** Nobody redrives an empty queue: the operator comes once a message is there, if that is before faults end. */
  const onceThereAre = (queues: readonly SimulatedQueue[], redrive: () => void, lookMs = LOOKS_AFTER_MS): void => {
    if (queues.some(({ messages }) => messages.length > 0)) {
      redrive();
    } else if (scheduler.now() < end) {
      scheduler.after(lookMs, () => onceThereAre(queues, redrive, lookMs * LOOKS_LATER));
    }
  };

  const outage = (relay: string, mapping: StreamDriver, lengthsMs: readonly number[]): void => {
    const outageMs = choices.pick(lengthsMs);
    const before = plan.struck.length;
    const outageAt = sometimes('mapping-disabled', relay, () => {
      mapping.disable();
      scheduler.after(outageMs, () => {
        history.add(scheduler.now(), 'simulator', `enables the mapping of the ${relay}`);
        mapping.enable();
      });
    });
    if (plan.struck.length > before) {
      end = laterOf(end, addMillis(outageAt, outageMs + MINUTE_MS));
    }
  };

  outage('relay', world.relay.mapping, OUTAGES_MS);
  sometimes('sweeper-disabled', 'sweeper', () => {
    world.relay.sweeps = false;
  });
  const downMs = choices.integer(1_000, 90_000);
  sometimes('topic-down', 'topics', () => {
    world.messaging.isDown = true;
    scheduler.after(downMs, () => {
      world.messaging.isDown = false;
    });
  });
  sometimes('shard-split', 'outbox', () => world.database.splitShard(world.database.tables.outboxTable, choices));
  for (const consumer of world.consumers) {
    const { name } = consumer;
    sometimes('payload-reused', `reuse of an id at ${name}`, () => reuseId(consumer, choices, world));
    const exhaustedMs = choices.pick(EXHAUSTED_MS);
    sometimes('concurrency-exhausted', `concurrency of ${name}`, () => {
      consumer.mapping.isExhausted = true;
      scheduler.after(exhaustedMs, () => {
        consumer.mapping.isExhausted = false;
      });
    });
    sometimes('deploy', `deploy of ${name}`, () => consumer.function.deploy('v2'));
    const { deadLetterQueue, undelivered } = consumer;
    sometimes('redrive-by-task', `move task of ${name}`, () =>
      onceThereAre([deadLetterQueue], () => redriveByTask(consumer, world)),
    );
    sometimes('redrive-by-hand', `redrive of ${name}`, () =>
      onceThereAre([deadLetterQueue, undelivered], () => {
        const operator = new SimulatedProcess(`operator of ${name}`, world.surroundings);
        redriveByHand(consumer, operator)
          .then(() => redriveUndelivered(consumer, operator))
          .catch((error) => operator.note('gives up', String(error)));
      }),
    );
  }
  for (const [tableName, mapping] of world.relay.itemMappings) {
    outage(`relay of ${tableName}`, mapping, ITEM_OUTAGES_MS);
    sometimes('shard-split', tableName, () => world.database.splitShard(tableName, choices));
  }
  scheduler.at(end, () => {
    world.messaging.isDown = false;
    world.relay.sweeps = true;
  });
  return end;
}
