import { CloudEvent, HTTP } from 'cloudevents';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventEnvelope, serializeEnvelope } from '../../../contracts/index.ts';
import { arbitraryEnvelope } from './arbitrary-envelope.ts';

const STRUCTURED_MODE = { 'content-type': 'application/cloudevents+json' };

// The SDK tests its data for truth and so loses a payload of null, false, 0 or "": not something to ask of the referee.
const hasPayload = (envelope: EventEnvelope): boolean => Boolean(envelope.data);

describe('the official CloudEvents SDK', () => {
  it('reads every envelope of ours in structured mode, extensions included', () => {
    fc.assert(
      fc.property(arbitraryEnvelope.filter(hasPayload), (envelope) => {
        const event = HTTP.toEvent({ headers: STRUCTURED_MODE, body: serializeEnvelope(envelope) });

        expect(event).toBeInstanceOf(CloudEvent);
        expect(JSON.parse(JSON.stringify(event))).toMatchObject(JSON.parse(serializeEnvelope(envelope)));
      }),
    );
  });

  it('finds every envelope of ours valid by the specification', () => {
    fc.assert(
      fc.property(arbitraryEnvelope, (envelope) => {
        const event = new CloudEvent(JSON.parse(serializeEnvelope(envelope)), true);

        expect(event.validate()).toBe(true);
      }),
    );
  });
});
