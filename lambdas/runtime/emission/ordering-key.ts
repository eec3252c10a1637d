import type { TopicDefinition } from '../../../contracts/event.ts';
import { EmittedEventInvalidError } from '../errors.ts';
import { isMessageGroupId } from './message-group-id.ts';

const MAX_PARTITION_KEY_BYTES = 2048;

/**
 * Refuses ordering keys that cannot be a partition of the outbox, or the message group of a FIFO topic.
 *
 * @throws EmittedEventInvalidError that names the event type and the key.
 */
export function checkOrderingKey(
  eventType: string,
  orderingKey: string | undefined,
  topics: readonly TopicDefinition[],
): asserts orderingKey is string {
  if (orderingKey === undefined || orderingKey === '') {
    throw new EmittedEventInvalidError(`${eventType}: orderingKey must be given; pass it in the options of emit`);
  }
  if (Buffer.byteLength(orderingKey) > MAX_PARTITION_KEY_BYTES) {
    throw new EmittedEventInvalidError(`${eventType}: orderingKey must be at most ${MAX_PARTITION_KEY_BYTES} bytes`);
  }
  if (!orderingKey.isWellFormed()) {
    throw new EmittedEventInvalidError(`${eventType}: orderingKey must not have lone surrogates`);
  }
  const fifo = topics.find((topic) => topic.fifo);
  if (fifo !== undefined && !isMessageGroupId(orderingKey)) {
    throw new EmittedEventInvalidError(
      `${eventType}: orderingKey must be 1 to 128 ASCII letters, digits and punctuation for the FIFO topic ${fifo.name}, got ${JSON.stringify(orderingKey)}`,
    );
  }
}
