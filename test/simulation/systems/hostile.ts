import type { OutboxEntry } from '../../../lambdas/runtime/outbox-entry.ts';
import type { System } from '../../../testing/simulator/system.ts';
import type { World } from '../../../testing/simulator/world.ts';
import { transacting } from './consumers.ts';
import { eachRequestOnce, orderEvents, orderProducer, orderTables } from './orders.ts';
import { STRAYS_TABLE, strayItemsSetAside, writeStrayItems } from './stray-items.ts';

/** As many attributes as a message may have: no room for an explanation. */
const TEN_ATTRIBUTES = Object.fromEntries(
  Array.from({ length: 10 }, (_, index) => [`own-${index}`, { dataType: 'String', stringValue: 'x' }]),
);
const BODIES = ['no JSON', '[]', '{"specversion":"1.0"}', '{"__proto__":{"polluted":true}}', '9'.repeat(1_000)];

/** Others write into the queue, the outbox and the items what does not belong there. */
function intrude(world: World): void {
  const { consumers, database, messaging, surroundings } = world;
  for (const body of BODIES) {
    for (const attributes of [{}, TEN_ATTRIBUTES]) {
      for (const { queue } of consumers) {
        void queue.send({ body, attributes });
      }
    }
  }
  const { tables } = database;
  tables.dynamoDb.putItem({ tableName: tables.outboxTable, item: { pk: 'stray', sk: 'row', body: 'no entry' } });
  const unpublishable: OutboxEntry = {
    orderingKey: 'stray',
    sequence: '0000000000000001',
    eventId: 'unpublishable',
    topic: orderEvents.name,
    body: '{}',
    attributes: Object.fromEntries(Object.keys({ ...TEN_ATTRIBUTES, more: 1 }).map((name) => [name, 'x'])),
    createdAt: surroundings.scheduler.now(),
  };
  tables.outbox.put([unpublishable]);
  writeStrayItems(world);
  database.onStream();
  messaging.moved();
}

/** What does not belong there was set aside, and nothing else was. */
function setAside({ consumers, database: { tables } }: World): readonly string[] {
  const quarantined = tables.dynamoDb
    .itemsOf(tables.outboxTable)
    .filter((row) => row['quarantine'] !== undefined)
    .map(({ pk }) => pk);
  return [
    ...(quarantined.length === 2 && quarantined.every((pk) => pk === 'stray')
      ? []
      : [`G4 the two stray rows were to be set aside, got ${quarantined.join(', ')}`]),
    ...consumers
      .filter(({ deadLetterQueue }) =>
        BODIES.some((body) => !deadLetterQueue.messages.some((one) => one.body === body)),
      )
      .map(({ name }) => `G1 a foreign message is not in the dead-letter queue of ${name}`),
  ];
}

export const hostile: System = {
  name: 'hostile',
  about: 'foreign messages in the queue, foreign rows in the outbox and foreign events in items, beside sound ones',
  topics: [orderEvents],
  tables: { ...orderTables, [STRAYS_TABLE]: ['pk'] },
  inlineTables: [STRAYS_TABLE],
  producer: orderProducer({ topics: [orderEvents], orders: 2, requests: 4 }),
  consumers: [transacting({ name: 'points', topic: orderEvents })],
  prepare: intrude,
  check: (world) => [...setAside(world), ...strayItemsSetAside(world), ...eachRequestOnce(world)],
};
