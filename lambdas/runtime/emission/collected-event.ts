import type { EventAttributes } from '../../../contracts/attributes.ts';
import type { EventDefinition, TopicDefinition } from '../../../contracts/event.ts';

/** An emitted event that waits for the end of its run. */
export interface CollectedEvent {
  readonly definition: EventDefinition;
  readonly topics: readonly TopicDefinition[];
  /** Counted from 0 in the order of emission. */
  readonly position: number;
  /** The payload as its readers will see it: gone through JSON. */
  readonly data: unknown;
  readonly orderingKey: string;
  readonly sequence: number;
  readonly attributes: EventAttributes;
  /** Index of the write in whose item the event rides; unset for an event that becomes an outbox entry. */
  readonly carrier?: number;
  /** Tells apart derived events of one type, ordering key and sequence. */
  readonly identity?: string;
}
