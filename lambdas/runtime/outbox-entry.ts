import type { EventAttributes } from '../../contracts/attributes.ts';
import type { EpochMillis } from '../../contracts/time.ts';

/** One event on its way to one topic. It is in the outbox table if and only if it is not known to be published. */
export interface OutboxEntry {
  /** Partition of the outbox table; message group on FIFO topics. */
  readonly orderingKey: string;
  /** Formatted sequence of the event among those of its ordering key. */
  readonly sequence: string;
  readonly eventId: string;
  /** Logical name of the topic; the relay knows its ARN. */
  readonly topic: string;
  /** Serialized envelope. */
  readonly body: string;
  readonly attributes: EventAttributes;
  readonly createdAt: EpochMillis;
}
