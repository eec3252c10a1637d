import { randomUUID } from 'node:crypto';
import { type EventEnvelope, formatSequence } from '../contracts/envelope.ts';
import type { EventDefinition, PayloadOf } from '../contracts/event.ts';

/** Fields of an envelope that a test chooses itself. */
export interface EnvelopeChoices extends Partial<EventEnvelope> {
  /** Ordering key: what FIFO topics keep in order. */
  readonly partitionkey: string;
}

/**
 * An event as a producer outside the stack would make it: a new id, the present time, the first of its ordering key,
 * from the source `/test` unless chosen otherwise. The payload is not validated, so that a test can send a wrong one.
 */
export function envelopeOf<Definition extends EventDefinition>(
  definition: Definition,
  data: PayloadOf<Definition>,
  choices: EnvelopeChoices,
): EventEnvelope {
  return {
    specversion: '1.0',
    id: eventId(),
    source: '/test',
    type: definition.type,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    sequence: formatSequence(1),
    data,
    ...choices,
  };
}

/** A UUIDv7 of this moment, as a producer makes them. */
function eventId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
