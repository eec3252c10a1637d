import { TENANT_ATTRIBUTE } from '../../../contracts/attributes.ts';
import type { EventDefinition } from '../../../contracts/event.ts';
import type { EpochMillis } from '../../../contracts/time.ts';
import { EmittedEventInvalidError, messageOf, RunEndedError } from '../errors.ts';
import type { EmitOptions, Emitter } from '../event-context.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import type { CollectedEvent } from './collected-event.ts';
import type { EmissionOrigin } from './emission-origin.ts';
import { checkUserAttributes, MAX_USER_ATTRIBUTES } from './emitted-attributes.ts';
import { checkOrderingKey } from './ordering-key.ts';
import { outboxEntries } from './outbox-entries.ts';
import { tenantOf } from './tenant.ts';

/** Collects the events of one run. */
export class EventCollector implements Emitter {
  readonly #origin: EmissionOrigin;
  readonly #events: CollectedEvent[] = [];
  #closed = false;

  constructor(origin: EmissionOrigin) {
    this.#origin = origin;
  }

  emit<Input, Payload>(event: EventDefinition<string, Input, Payload>, payload: Input, options?: EmitOptions): void {
    this.collect(event, payload, options);
  }

  /** Ends the collecting: what comes later would silently be lost, so it is an error. */
  close(): void {
    this.#closed = true;
  }

  /**
   * The outbox entries of what was emitted: one per event and topic that lists it, in order of emission.
   *
   * @throws EmittedEventInvalidError when a payload does not match its schema or an event is too large.
   */
  entries(createdAt: EpochMillis): Promise<readonly OutboxEntry[]> {
    return this.entriesOn(undefined, createdAt);
  }

  /** The same for the events that ride in the item of a write, or for those that do not ride in any. */
  protected entriesOn(carrier: number | undefined, createdAt: EpochMillis): Promise<readonly OutboxEntry[]> {
    const events = this.#events.filter((event) => event.carrier === carrier);
    return outboxEntries(events, this.#origin, createdAt);
  }

  protected collect(
    event: EventDefinition,
    payload: unknown,
    options: EmitOptions = {},
    place: Pick<CollectedEvent, 'carrier' | 'identity'> = {},
  ): void {
    this.requireOpen(`emit(${event.type})`);
    const topics = this.#origin.topics.filter((topic) => topic.events.some(({ type }) => type === event.type));
    if (topics.length === 0) {
      throw new EmittedEventInvalidError(
        `${event.type} is not an event of ${this.#topicNames()}; add it to the topic's events`,
      );
    }
    const orderingKey = options.orderingKey ?? this.#origin.orderingKey;
    checkOrderingKey(event.type, orderingKey, topics);
    const data = throughJson(event.type, payload);
    const tenant = tenantOf(event.type, data, topics, options.tenant);
    const attributes = { ...options.attributes };
    checkUserAttributes(event.type, attributes, tenant === undefined ? undefined : MAX_USER_ATTRIBUTES - 1);
    const position = this.#events.length;
    this.#events.push({
      definition: event,
      topics,
      position,
      data,
      orderingKey,
      sequence: checkedSequence(event.type, options.sequence ?? this.#origin.sequence(position)),
      attributes: tenant === undefined ? attributes : { ...attributes, [TENANT_ATTRIBUTE]: tenant },
      ...place,
    });
  }

  protected requireOpen(call: string): void {
    if (this.#closed) {
      throw new RunEndedError(
        `${call} came after the handler had ended, so nothing of it is committed; await all work before returning`,
      );
    }
  }

  #topicNames(): string {
    return this.#origin.topics.map(({ name }) => `topic ${name}`).join(' or ') || `any topic of ${this.#origin.source}`;
  }
}

function throughJson(eventType: string, payload: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(payload));
  } catch (error) {
    throw new EmittedEventInvalidError(`${eventType}: payload must be a JSON value: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function checkedSequence(eventType: string, sequence: number): number {
  if (!Number.isSafeInteger(sequence) || sequence < 0) {
    throw new EmittedEventInvalidError(`${eventType}: sequence must be an integer of 0 to 2^53 - 1, got ${sequence}`);
  }
  return sequence;
}
