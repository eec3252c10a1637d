import { type EventEnvelope, parseEnvelope } from '../../contracts/envelope.ts';

/** The envelope of a message body; undefined when it has none. */
export function envelopeOf(body: string): EventEnvelope | undefined {
  const parsed = parseEnvelope(body);
  return parsed.ok ? parsed.envelope : undefined;
}

/** `stock.reserved/order-2/5`: what a person calls an event. */
export const nameOfEvent = ({ type, partitionkey, sequence }: EventEnvelope): string =>
  `${type}/${partitionkey}/${Number(sequence)}`;

/** The id in a message body, found without reading all of it, for lines of the history. */
export const idIn = (body: string): string | undefined => /"id":"([^"]+)"/.exec(body)?.[1];
