import type { EventDefinition, TopicDefinition } from '../../../contracts/event.ts';
import type { EmitOptions } from '../event-context.ts';

/** How a derived event travels. Id, order and group follow from it, so it must depend on the item alone. */
export interface DerivedEventOptions extends EmitOptions {
  readonly orderingKey: string;
  /**
   * Version of the item, counted by whoever writes it. An event of the same type, ordering key, sequence and identity is
   * the same event: without a version an item tells of each type of event once in its life.
   *
   * @default 1
   */
  readonly sequence?: number;
  /**
   * Tells apart events of one type that an item has at the same time, for example the number of an order's line.
   *
   * @default - none; the item has one event of the type
   */
  readonly identity?: string;
}

/** Collects the events of one item. */
export interface DerivedEvents {
  /**
   * Has the item tell of one event, on every topic of the derivation that lists it.
   *
   * @throws EmittedEventInvalidError when no topic lists the event or an option breaks a limit.
   */
  emit<Input, Payload>(
    event: EventDefinition<string, Input, Payload>,
    payload: Input,
    options: DerivedEventOptions,
  ): void;
}

/** Computes events from business items, so that writing them costs nothing. */
export interface Derivation<Item = Readonly<Record<string, unknown>>> {
  /** CloudEvents `source`, for example `/orders`. Part of every event's id. */
  readonly source: string;
  /** Topics that the events go to: each event to every topic that lists it. */
  readonly topics: readonly TopicDefinition[];
  /**
   * Emits the events that an item in this state tells of. The relay publishes those that the item did not tell of before
   * its last change.
   *
   * Must be synchronous and depend on the item alone: no clock, no random values, no other data. It is called again for
   * the same item, also by other versions of your code. What it throws sets the change aside.
   */
  derive(item: Item, events: DerivedEvents): void;
}
