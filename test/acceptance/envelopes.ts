import type { EventDefinition, EventEnvelope, PayloadOf } from 'fanout/events';
import { envelopeOf } from 'fanout/testing';

/** An event about an order, as a producer outside the stack would make it. */
export const orderEvent = <Definition extends EventDefinition>(
  definition: Definition,
  data: PayloadOf<Definition> & { readonly orderId: string },
  changes: Partial<EventEnvelope> = {},
): EventEnvelope => envelopeOf(definition, data, { source: '/acceptance', partitionkey: data.orderId, ...changes });
