import { TENANT_ATTRIBUTE } from '../../../contracts/attributes.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import type { PublishEntry } from '../ports/index.ts';

/** Whether a topic keeps order, which is in its name. */
export const isFifoTopic = (topicArn: string): boolean => topicArn.endsWith('.fifo');

/**
 * The message of an entry for a topic: on FIFO topics grouped by ordering key and deduplicated by event id, on standard
 * topics grouped by tenant where the event has one.
 */
export function publishEntryOf(entry: OutboxEntry, topicArn: string): PublishEntry {
  const { body, attributes } = entry;
  if (isFifoTopic(topicArn)) {
    return { body, attributes, groupId: entry.orderingKey, deduplicationId: entry.eventId };
  }
  const tenant = attributes[TENANT_ATTRIBUTE];
  return { body, attributes, ...(tenant !== undefined && { groupId: tenant }) };
}
