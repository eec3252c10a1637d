import { formatSequence, serializeEnvelope } from '../../../contracts/envelope.ts';
import { epochMillis } from '../../../contracts/time.ts';
import { inlineText } from '../../../lambdas/runtime/outbox/inline-text.ts';
import type { StreamRecord } from '../../../lambdas/runtime/outbox/stream-record.ts';
import type { OutboxEntry } from '../../../lambdas/runtime/outbox-entry.ts';
import { imageOf, start } from './outbox-samples.ts';

/** A business item with plain values. */
export type Item = Readonly<Record<string, unknown>>;

/** An event of an item, its body a whole envelope; its id is `<orderingKey>-<sequence>`. */
export function itemEvent(orderingKey: string, sequence: number, values: Partial<OutboxEntry> = {}): OutboxEntry {
  const eventId = values.eventId ?? `${orderingKey}-${sequence}`;
  return {
    orderingKey,
    sequence: formatSequence(sequence),
    eventId,
    topic: 'orders',
    attributes: { 'ce-type': 'order.changed', 'ce-source': '/orders' },
    createdAt: start,
    body: serializeEnvelope({
      specversion: '1.0',
      id: eventId,
      source: '/orders',
      type: 'order.changed',
      time: new Date(start).toISOString(),
      datacontenttype: 'application/json',
      partitionkey: orderingKey,
      sequence: formatSequence(sequence),
      data: { sequence },
    }),
    ...values,
  };
}

/** An item with events that ride in it. */
export const carrying = (item: Item, events: readonly OutboxEntry[]): Item => ({
  ...item,
  fanoutEvents: inlineText(events),
});

/** The stream's record of a write: an insertion when there was no item before. */
export function changeOf(before: Item | undefined, after: Item, sequenceNumber: string): StreamRecord {
  return {
    eventName: before === undefined ? 'INSERT' : 'MODIFY',
    dynamodb: {
      SequenceNumber: sequenceNumber,
      ApproximateCreationDateTime: epochMillis(start) / 1_000,
      Keys: imageOf({ pk: after['pk'] }),
      NewImage: imageOf(after),
      OldImage: before && imageOf(before),
    },
  };
}
