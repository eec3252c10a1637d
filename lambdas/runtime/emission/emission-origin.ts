import { type EventEnvelope, parseSequence } from '../../../contracts/envelope.ts';
import type { TopicDefinition } from '../../../contracts/event.ts';
import { derivedEventId, newEventId } from '../event-id.ts';
import type { Clock, RandomSource } from '../ports/index.ts';
import type { CollectedEvent } from './collected-event.ts';

/** What the events of one run have in common: who emits them, where they may go and what caused them. */
export interface EmissionOrigin {
  /** CloudEvents `source`. */
  readonly source: string;
  readonly topics: readonly TopicDefinition[];
  eventId(event: CollectedEvent): string;
  /** Sequence of the event emitted at `position`, counted from 0, unless it is given one. */
  sequence(position: number): number;
  /** Ordering key of events that are given none. */
  readonly orderingKey?: string;
  readonly causeId?: string;
  readonly traceparent?: string;
  readonly tracestate?: string;
}

/** Who emits and where to. */
export interface EmitterIdentity {
  readonly source: string;
  readonly topics?: readonly TopicDefinition[];
}

/** Events that `consumer` emits because of `cause`: ids, order and trace follow from it. */
export const causedBy = (cause: EventEnvelope, consumer: string, identity: EmitterIdentity): EmissionOrigin => ({
  source: identity.source,
  topics: identity.topics ?? [],
  eventId: ({ position }) => derivedEventId(cause, consumer, position),
  sequence: (position) => parseSequence(cause.sequence) + 1 + position,
  orderingKey: cause.partitionkey,
  causeId: cause.id,
  ...traceOf(cause),
});

/** https://www.w3.org/TR/trace-context/: a context that is not well formed is not passed on, nor is its state. */
const TRACE_PARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

const traceOf = ({ traceparent, tracestate }: EventEnvelope): Pick<EmissionOrigin, 'traceparent' | 'tracestate'> =>
  traceparent !== undefined && TRACE_PARENT.test(traceparent) ? { traceparent, tracestate } : {};

/** Events that a producer emits on its own: new ids, sequences from 1, and an ordering key that each must be given. */
export const requestedBy = (
  identity: EmitterIdentity,
  ports: { readonly clock: Clock; readonly random: RandomSource },
  traceparent?: string,
): EmissionOrigin => ({
  source: identity.source,
  topics: identity.topics ?? [],
  eventId: () => newEventId(ports.clock.now(), ports.random),
  sequence: (position) => 1 + position,
  traceparent,
});
