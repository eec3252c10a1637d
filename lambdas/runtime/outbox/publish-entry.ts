import type { OutboxEntry } from '../outbox-entry.ts';
import type { PublishEntry } from '../ports/index.ts';

/** Whether a topic keeps order, which is in its name. */
export const isFifoTopic = (topicArn: string): boolean => topicArn.endsWith('.fifo');

/** The message of an entry for a topic: on FIFO topics grouped by ordering key and deduplicated by event id. */
export function publishEntryOf(entry: OutboxEntry, topicArn: string): PublishEntry {
  const { body, attributes } = entry;
  return isFifoTopic(topicArn)
    ? { body, attributes, groupId: entry.orderingKey, deduplicationId: entry.eventId }
    : { body, attributes };
}
