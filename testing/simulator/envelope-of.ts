import { type EventEnvelope, parseEnvelope } from '../../contracts/envelope.ts';

/** The envelope of a message body; undefined when it has none. */
export function envelopeOf(body: string): EventEnvelope | undefined {
  const parsed = parseEnvelope(body);
  return parsed.ok ? parsed.envelope : undefined;
}
