import { serializeEnvelope } from '../../../contracts/envelope.ts';
import { INLINE_EVENTS_ATTRIBUTE } from '../../../contracts/tables.ts';
import { inlineText, readInlineText } from '../../../lambdas/runtime/outbox/inline-text.ts';
import type { OutboxEntry } from '../../../lambdas/runtime/outbox-entry.ts';
import type { World } from '../../../testing/simulator/world.ts';
import { orderChanged, orderEvents } from './orders.ts';

/** A table into whose items others write events. */
export const STRAYS_TABLE = 'strays';

const MOST_ATTRIBUTES = 10;

/** An event that no producer of the system made, with so many attributes of its own. */
function strayEvent(name: string, attributes: number, { surroundings: { scheduler } }: World): OutboxEntry {
  const sequence = '0000000000000001';
  return {
    orderingKey: name,
    sequence,
    eventId: name,
    topic: orderEvents.name,
    body: serializeEnvelope({
      specversion: '1.0',
      id: name,
      source: '/strays',
      type: orderChanged.type,
      time: new Date(scheduler.now()).toISOString(),
      datacontenttype: 'application/json',
      partitionkey: name,
      sequence,
      data: { orderId: name, version: 1 },
    }),
    attributes: Object.fromEntries(Array.from({ length: attributes }, (_, index) => [`own-${index}`, 'x'])),
    createdAt: scheduler.now(),
  };
}

/** Writes an item whose events cannot be read, one whose event no topic takes, and one that is sound. */
export function writeStrayItems(world: World): void {
  const { database, log } = world;
  const sound = inlineText([strayEvent('sound', 0, world)]);
  const items = {
    unreadable: 'no events',
    unpublishable: inlineText([strayEvent('unpublishable', MOST_ATTRIBUTES + 1, world)]),
    sound,
  };
  for (const [pk, events] of Object.entries(items)) {
    database.tables.put(STRAYS_TABLE, { pk, [INLINE_EVENTS_ATTRIBUTE]: events });
  }
  const read = readInlineText(sound);
  log.committed.push(...(read.ok ? read.entries : []));
}

/** Two of them were set aside, each for its own reason; that the sound one came through is checked for every event. */
export function strayItemsSetAside({ relay }: World): readonly string[] {
  const codes = relay.setAside.map(({ reason }) => reason.split(':')[0]).toSorted();
  return codes.join() === 'ATTRIBUTES_TOO_MANY,INLINE_EVENTS_INVALID'
    ? []
    : [`G4 two stray items were to be set aside, got ${codes.join(', ') || 'none'}`];
}
