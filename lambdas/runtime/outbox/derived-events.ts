import type { EventDefinition } from '../../../contracts/event.ts';
import { plainItem } from '../attribute-value.ts';
import type { EmissionOrigin } from '../emission/emission-origin.ts';
import { EventCollector } from '../emission/event-collector.ts';
import { codeOf, EmittedEventInvalidError, messageOf } from '../errors.ts';
import { imageEventId } from '../event-id.ts';
import { requireSource } from '../setting-rules.ts';
import type { Derivation, DerivedEventOptions, DerivedEvents } from './derivation.ts';
import { type ImageReader, identityOf } from './image-events.ts';

/**
 * Reads the events of an item by computing them. An error of the computation is a problem of that item.
 *
 * @throws RangeError when the derivation has no source or no topics.
 */
export function readDerivedEvents<Item>(derivation: Derivation<Item>): ImageReader {
  requireSource(derivation.source);
  if (derivation.topics.length === 0) {
    throw new RangeError(`derivation of ${derivation.source} must have topics, got none; its events would go nowhere`);
  }
  const origin = originOf(derivation);
  return async (image, at) => {
    const collector = new DerivedEventCollector(origin);
    try {
      // A function whose type is `void` may be asynchronous all the same.
      requireSynchronous(derivation.derive(plainItem(image) as Item, collector));
      const entries = await collector.entries(at);
      const identities = entries.map(identityOf);
      const twice = entries.find((entry, index) => identities.indexOf(identityOf(entry)) !== index);
      return twice === undefined
        ? { ok: true, entries }
        : { ok: false, problem: `DERIVED_EVENT_TWICE: ${twice.attributes['ce-type']} ${RULE_OF_IDENTITY}` };
    } catch (error) {
      return { ok: false, problem: `${codeOf(error)}: ${messageOf(error)}` };
    } finally {
      collector.close();
    }
  };
}

const RULE_OF_IDENTITY =
  'was emitted twice with the same ordering key and sequence; give each an identity of its own, such as its line number';

class DerivedEventCollector extends EventCollector implements DerivedEvents {
  override emit<Input, Payload>(
    event: EventDefinition<string, Input, Payload>,
    payload: Input,
    { identity, ...options }: Partial<DerivedEventOptions> = {},
  ): void {
    this.collect(event, payload, options, { identity });
  }
}

/** The id is made of what the event is about, never of when it was computed. */
const originOf = ({ source, topics }: Derivation<never>): EmissionOrigin => ({
  source,
  topics,
  eventId: ({ definition, orderingKey, sequence, identity }) =>
    imageEventId([source, definition.type, orderingKey, sequence, identity ?? null]),
  sequence: () => 1,
});

function requireSynchronous(returned: unknown): void {
  if (returned instanceof Promise) {
    // Its outcome comes too late to matter.
    returned.catch(() => undefined);
    throw new EmittedEventInvalidError('derive must be synchronous, got a promise; compute events from the item alone');
  }
}
