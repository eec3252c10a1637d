import type { System } from '../../../testing/simulator/system.ts';
import { chain } from './chain.ts';
import { calling, guarding, noting, transacting } from './consumers.ts';
import { contended } from './contended.ts';
import { deploy } from './deploy.ts';
import { derived } from './derived.ts';
import { hostile } from './hostile.ts';
import { eachRequestOnce, orderEvents, orderLedger, orderNotes, orderProducer, orderTables } from './orders.ts';
import { saga } from './saga.ts';

const MINUTE_MS = 60_000;

const standard: System = {
  name: 'standard',
  about: 'a standard topic, a consumer of each mode, and one of what they emit',
  topics: [orderEvents, orderNotes],
  tables: orderTables,
  producer: orderProducer({ topics: [orderEvents], orders: 3, requests: 6 }),
  consumers: [
    guarding({ name: 'audit', topic: orderEvents }),
    transacting({ name: 'points', topic: orderEvents }, [orderNotes]),
    calling({ name: 'payment', topic: orderEvents }),
    noting({ name: 'notes', topic: orderNotes }),
  ],
  rates: { 'payload-reused': 0.3 },
};

const fifo: System = {
  name: 'fifo',
  about: 'a FIFO topic: order per key through producer, outbox, topic, queue and consumer',
  topics: [orderLedger],
  tables: orderTables,
  producer: orderProducer({ topics: [orderLedger], orders: 2, requests: 10 }),
  consumers: [transacting({ name: 'ledger', topic: orderLedger }), calling({ name: 'courier', topic: orderLedger })],
};

const guard: System = {
  name: 'guard',
  about: 'a guard consumer with few attempts, under many copies and a throttled table',
  topics: [orderEvents],
  tables: orderTables,
  producer: orderProducer({ topics: [orderEvents], orders: 3, requests: 6 }),
  consumers: [guarding({ name: 'audit', topic: orderEvents, maxAttempts: 2 })],
  rates: { 'duplicate-delivery': 0.4, throttled: 0.2 },
};

const lease: System = {
  name: 'lease',
  about: 'a lease consumer that emits, under copies that meet live leases, lost answers and crashes',
  topics: [orderEvents, orderNotes],
  tables: orderTables,
  producer: orderProducer({ topics: [orderEvents], orders: 2, requests: 4 }),
  consumers: [
    calling({ name: 'payment', topic: orderEvents, maxConcurrency: 6, batchSize: 3 }, [orderNotes]),
    noting({ name: 'notes', topic: orderNotes }),
  ],
  rates: { 'duplicate-delivery': 0.6, 'response-lost': 0.1, slow: 0.1, 'crash-after': 0.03, 'payload-reused': 0.4 },
};

const outboxOutage: System = {
  name: 'outbox-outage',
  about: 'the relay is down for minutes or longer than its stream remembers, over a split shard; keys go on afterwards',
  topics: [orderLedger],
  tables: orderTables,
  producer: orderProducer({ topics: [orderLedger], orders: 2, requests: 12 }),
  consumers: [transacting({ name: 'ledger', topic: orderLedger, misbehaves: false })],
  rates: { 'mapping-disabled': 1, 'sweeper-disabled': 0.5, 'shard-split': 0.6, partial: 0.3 },
  rareCalls: ['outbox.ofKey'],
  requestsWithinMs: [MINUTE_MS / 2, 10 * 60 * MINUTE_MS],
  // The second comes when the relay is back, and the stream has forgotten the first.
  requestWavesMs: [0, 30 * 60 * MINUTE_MS + MINUTE_MS],
};

const redrive: System = {
  name: 'redrive',
  about: 'dead letters redriven by task and by hand, in the middle and after the inbox has forgotten',
  topics: [orderEvents, orderLedger],
  tables: orderTables,
  producer: orderProducer({ topics: [orderEvents, orderLedger], orders: 2, requests: 6 }),
  consumers: [
    transacting({ name: 'points', topic: orderEvents, maxAttempts: 2, horizonSeconds: 3 * 3_600 }),
    calling({ name: 'courier', topic: orderLedger, maxAttempts: 2 }),
  ],
  rates: { 'redrive-by-task': 0.6, 'redrive-by-hand': 0.6, 'mapping-disabled': 0, 'duplicate-delivery': 0.3 },
  redrivesAfterMs: [0, 120 * MINUTE_MS, 4 * 24 * 60 * MINUTE_MS],
};

const inline: System = {
  name: 'inline',
  about: 'events that ride in the item they tell of, and the relay of its table',
  topics: [orderLedger],
  tables: orderTables,
  inlineTables: ['orders'],
  producer: orderProducer({ topics: [orderLedger], orders: 2, requests: 8, inline: true }),
  consumers: [transacting({ name: 'ledger', topic: orderLedger })],
  rates: { 'topic-down': 0.5, 'mapping-disabled': 0.3 },
};

const ordered = [standard, fifo, guard, lease, outboxOutage, redrive, inline].map((system) => ({
  ...system,
  check: eachRequestOnce,
}));

export const systems: readonly System[] = [...ordered, contended, deploy, saga, hostile, chain, derived];

/** @throws RangeError that names the systems there are. */
export function systemNamed(name: string): System {
  const system = systems.find((one) => one.name === name);
  if (system === undefined) {
    throw new RangeError(
      `there is no system ${JSON.stringify(name)}, there are ${systems.map((one) => one.name).join(', ')}`,
    );
  }
  return system;
}
