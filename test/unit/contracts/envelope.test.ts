import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventEnvelope, parseEnvelope, serializeEnvelope } from '../../../contracts/index.ts';
import { arbitraryEnvelope } from './arbitrary-envelope.ts';

const envelope: EventEnvelope = {
  specversion: '1.0',
  id: '01934b2f-7c5a-7d3e-8f00-000000000001',
  source: '/orders/place-order',
  type: 'order.placed',
  time: '2026-11-21T10:00:00.000Z',
  datacontenttype: 'application/json',
  partitionkey: 'order-1',
  sequence: '0000000000000001',
  data: { orderId: 'order-1' },
};

const bodyWith = (changes: Record<string, unknown>): string => JSON.stringify({ ...envelope, ...changes });

const anyBytes = fc.uint8Array({ maxLength: 256 }).map((bytes) => Buffer.from(bytes).toString('utf8'));

describe('parseEnvelope', () => {
  it('reads back every envelope that was serialized', () => {
    fc.assert(
      fc.property(arbitraryEnvelope, (sent) => {
        expect(parseEnvelope(serializeEnvelope(sent))).toEqual({ ok: true, envelope: sent });
      }),
    );
  });

  it('never throws on text that nobody meant as an envelope', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), anyBytes, fc.json()), (body) => {
        expect(parseEnvelope(body)).toMatchObject({ ok: false, problem: expect.stringMatching(/./) });
      }),
    );
  });

  it('never throws on an envelope with a field replaced by anything', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(envelope)), fc.jsonValue(), (field, value) => {
        const result = parseEnvelope(bodyWith({ [field]: value }));

        expect(result.ok || result.problem.startsWith(field)).toBe(true);
      }),
    );
  });

  it.each(Object.keys(envelope))('rejects an envelope without %s and names it', (field) => {
    expect(parseEnvelope(bodyWith({ [field]: undefined }))).toMatchObject({
      ok: false,
      problem: expect.stringMatching(new RegExp(`^${field} `)),
    });
  });

  it.each([
    ['{"specversion":', /^body is not JSON: /],
    ['', /^body is not JSON: /],
    ['null', /^body is not a JSON object$/],
    ['[]', /^body is not a JSON object$/],
    ['"text"', /^body is not a JSON object$/],
    [bodyWith({ specversion: '0.3' }), /^specversion must be "1.0", got "0.3"$/],
    [bodyWith({ id: '' }), /^id must be a non-empty string, got ""$/],
    [bodyWith({ type: 7 }), /^type must be a non-empty string, got 7$/],
    [bodyWith({ causeid: 7 }), /^causeid must be a string, got 7$/],
    [bodyWith({ traceparent: null }), /^traceparent must be a string, got null$/],
    [bodyWith({ sequence: '1' }), /^sequence must be 16 digits, got "1"$/],
    [bodyWith({ sequence: '000000000000000x' }), /^sequence must be 16 digits, got "000000000000000x"$/],
    [bodyWith({ sequence: '9007199254740992' }), /^sequence must be at most 2\^53 - 1, got "9007199254740992"$/],
    [bodyWith({ datacontenttype: 'text/xml' }), /^datacontenttype must be "application\/json", got "text\/xml"$/],
  ])('rejects %s', (body, problem) => {
    expect(parseEnvelope(body)).toEqual({ ok: false, problem: expect.stringMatching(problem) });
  });

  it('accepts a payload that is null, because null is JSON', () => {
    expect(parseEnvelope(bodyWith({ data: null }))).toMatchObject({ ok: true, envelope: { data: null } });
  });

  it('keeps extensions that it does not know', () => {
    expect(parseEnvelope(bodyWith({ tenant: 'a' }))).toMatchObject({ ok: true, envelope: { tenant: 'a' } });
  });
});
