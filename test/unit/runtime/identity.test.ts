import { describe, expect, it } from 'vitest';
import { epochMillis } from '../../../contracts/time.ts';
import { canonicalJson } from '../../../lambdas/runtime/canonical-json.ts';
import { derivedEventId, eventCreatedAt, newEventId, randomToken } from '../../../lambdas/runtime/event-id.ts';
import { fingerprintOf } from '../../../lambdas/runtime/fingerprint.ts';
import { SeededRandom } from '../../../testing/in-memory/seeded-random.ts';
import { orderPlacedEnvelope } from './sample-events.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('event ids', () => {
  it('carry the time they were made at', () => {
    const id = newEventId(epochMillis(1_767_225_600_123), new SeededRandom());

    expect(id).toMatch(UUID_V7);
    expect(eventCreatedAt(orderPlacedEnvelope(1, { id }))).toBe(1_767_225_600_123);
  });

  it('sort by time', () => {
    const random = new SeededRandom();
    const ids = [5, 1_000, 1_767_225_600_000].map((at) => newEventId(epochMillis(at), random));

    expect(ids.toSorted()).toEqual(ids);
  });

  it('are derived with the time of the cause', () => {
    const id = derivedEventId(orderPlacedEnvelope(1), 'inventory', 0);

    expect(id).toMatch(UUID_V7);
    expect(eventCreatedAt(orderPlacedEnvelope(1, { id }))).toBe(1_767_225_600_000);
  });

  it('differ by consumer, position, source and cause', () => {
    const ids = [
      derivedEventId(orderPlacedEnvelope(1), 'inventory', 0),
      derivedEventId(orderPlacedEnvelope(1), 'inventory', 1),
      derivedEventId(orderPlacedEnvelope(1), 'payment', 0),
      derivedEventId(orderPlacedEnvelope(2), 'inventory', 0),
      derivedEventId(orderPlacedEnvelope(1, { source: '/b' }), 'inventory', 0),
    ];

    expect(new Set(ids).size).toBe(5);
  });

  it('stay as they are over releases: a repeat of an old event must emit the old ids', () => {
    expect(derivedEventId(orderPlacedEnvelope(1), 'inventory', 0)).toBe('019b76da-a800-7104-9586-80deb4b6faf4');
  });

  it('of foreign producers are dated by the envelope', () => {
    const envelope = orderPlacedEnvelope(1, { id: 'order-77', time: '2026-01-01T00:00:01Z' });

    expect(eventCreatedAt(envelope)).toBe(1_767_225_601_000);
  });
});

describe('tokens', () => {
  it('are UUIDs of 36 characters', () => {
    expect(randomToken(new SeededRandom())).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});

describe('fingerprints', () => {
  it('are the same whatever the order of keys', () => {
    expect(fingerprintOf({ a: 1, b: { c: [1, 2], d: null } })).toBe(fingerprintOf({ b: { d: null, c: [1, 2] }, a: 1 }));
  });

  it.each([
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: 1 }, { a: '1' }],
    [{ a: null }, {}],
    [null, {}],
  ])('differ between %j and %j', (one, other) => {
    expect(fingerprintOf(one)).not.toBe(fingerprintOf(other));
  });

  it('keep a key named __proto__', () => {
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":2}'))).toBe('{"__proto__":2,"b":1}');
  });
});
