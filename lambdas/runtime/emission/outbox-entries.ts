import { type EventEnvelope, formatSequence, serializeEnvelope } from '../../../contracts/envelope.ts';
import { snsLimits } from '../../../contracts/limits.ts';
import { formatIssues } from '../../../contracts/standard-schema.ts';
import type { EpochMillis } from '../../../contracts/time.ts';
import { EmittedEventInvalidError } from '../errors.ts';
import { messageBytes } from '../outbox/message-size.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import type { CollectedEvent } from './collected-event.ts';
import type { EmissionOrigin } from './emission-origin.ts';
import { emittedAttributes } from './emitted-attributes.ts';

/** Turns the events of one run into outbox entries, each payload validated and each size checked. */
export async function outboxEntries(
  events: readonly CollectedEvent[],
  origin: EmissionOrigin,
  createdAt: EpochMillis,
): Promise<readonly OutboxEntry[]> {
  const perEvent = await Promise.all(events.map((event) => entriesOf(event, origin, createdAt)));
  return perEvent.flat();
}

async function entriesOf(
  event: CollectedEvent,
  origin: EmissionOrigin,
  createdAt: EpochMillis,
): Promise<readonly OutboxEntry[]> {
  const { type, schema } = event.definition;
  const validated = await schema['~standard'].validate(event.data);
  if (validated.issues !== undefined) {
    throw new EmittedEventInvalidError(`${type}: payload does not match its schema: ${formatIssues(validated.issues)}`);
  }
  const envelope = envelopeOf(event, origin, createdAt);
  const body = serializeEnvelope(envelope);
  const attributes = emittedAttributes(type, origin.source, origin.traceparent, event.attributes);
  const bytes = messageBytes(body, attributes);
  if (bytes > snsLimits.defaultMaxMessageBytes) {
    throw new EmittedEventInvalidError(
      `${type}: an event must be at most ${snsLimits.defaultMaxMessageBytes} bytes with its attributes, got ${bytes}; store the bulk elsewhere and emit a reference`,
    );
  }
  const { orderingKey } = event;
  const { id: eventId, sequence } = envelope;
  return event.topics.map(({ name: topic }) => ({
    orderingKey,
    sequence,
    eventId,
    topic,
    body,
    attributes,
    createdAt,
  }));
}

// The payload travels as it was given: the schema's output may have gone through transformations that its input,
// which the consumer validates, must not have.
const envelopeOf = (event: CollectedEvent, origin: EmissionOrigin, at: EpochMillis): EventEnvelope => ({
  specversion: '1.0',
  id: origin.eventId(event),
  source: origin.source,
  type: event.definition.type,
  time: new Date(at).toISOString(),
  datacontenttype: 'application/json',
  partitionkey: event.orderingKey,
  sequence: formatSequence(event.sequence),
  causeid: origin.causeId,
  traceparent: origin.traceparent,
  tracestate: origin.tracestate,
  data: event.data,
});
