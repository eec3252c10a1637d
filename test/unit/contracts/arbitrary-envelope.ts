import fc from 'fast-check';
import { type EventEnvelope, formatSequence } from '../../../contracts/index.ts';

const text = fc.string({ minLength: 1, maxLength: 64 });
const traceparent = fc.constant('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01');

/** Any envelope that the runtime could send, optional fields present or not. */
export const arbitraryEnvelope: fc.Arbitrary<EventEnvelope> = fc.record(
  {
    specversion: fc.constant('1.0' as const),
    id: fc.uuid({ version: 7 }),
    source: fc.constantFrom('/orders/place-order', '/orders/inventory', 'urn:example:shop'),
    type: fc.constantFrom('order.placed', 'stock_reserved', 'mail-sent.v2'),
    time: fc
      .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    datacontenttype: fc.constant('application/json' as const),
    partitionkey: text,
    sequence: fc.maxSafeNat().map(formatSequence),
    causeid: text,
    traceparent,
    tracestate: fc.constantFrom('vendor=1', 'a=b,c=d'),
    // By way of text, because JSON has no -0.
    data: fc.json().map((payload) => JSON.parse(payload) as unknown),
  },
  {
    requiredKeys: [
      'specversion',
      'id',
      'source',
      'type',
      'time',
      'datacontenttype',
      'partitionkey',
      'sequence',
      'data',
    ],
  },
);
