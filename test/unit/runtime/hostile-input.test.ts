import { describe, expect, it } from 'vitest';
import { serializeEnvelope } from '../../../contracts/envelope.ts';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import { ConsumerBench } from './consumer-bench.ts';
import { eventIdAt, orderEvents, orderPlaced, orderPlacedEnvelope, START_MS, stockReserved } from './sample-events.ts';

const options = { source: '/orders/payment', topics: [orderEvents] };
const succeeding = leaseConsumer(options).on(orderPlaced, () => undefined);
const DAY_MS = 86_400_000;

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const withData = (data: string): string =>
  serializeEnvelope(orderPlacedEnvelope(2, { data: '<data>' })).replace('"<data>"', data);

describe('hostile input', () => {
  it.each([
    ['a payload', withData(nested(100_000))],
    ['an attribute', `{"specversion":${nested(100_000)}}`],
  ])('G4 of %s nested without end is dead-lettered alone', async (_what, body) => {
    const bench = new ConsumerBench();
    for (const content of [orderPlacedEnvelope(1), body, orderPlacedEnvelope(3)]) {
      await bench.send(content);
    }

    const kept = await bench.deliver(succeeding);

    expect(kept).toEqual([]);
    expect(bench.reports).toMatchObject([
      { reason: 'ENVELOPE_INVALID', message: 'body must be nested at most 256 levels deep', attempts: 0 },
    ]);
    expect(bench.outcomes.filter((outcome) => outcome.startsWith('applied'))).toHaveLength(2);
  });

  it('G1 does not take an event for another whose source and id join to the same text', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1, { source: '/a#b', id: 'c' }));
    await bench.deliver(succeeding);
    await bench.send(orderPlacedEnvelope(1, { source: '/a', id: 'b#c' }));
    await bench.deliver(succeeding);

    expect(bench.outcomes).toEqual(['applied source-1', 'applied source-2']);
  });

  it('G2 remembers an event of a clock that is ahead for as long as it may come back', async () => {
    const bench = new ConsumerBench();
    const ahead = orderPlacedEnvelope(1, { id: eventIdAt(START_MS + DAY_MS, 1) });
    await bench.send(ahead);

    await bench.deliver(succeeding);

    const [marker] = [...bench.database.markers.values()];
    // A day ahead and a horizon of a day.
    expect(marker?.expiresAt).toBe((START_MS + 2 * DAY_MS) / 1000 + 3_600);
  });

  it('G2 refuses an event that is more than a day ahead', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1, { id: eventIdAt(START_MS + DAY_MS + 1, 1) }));

    await bench.deliver(succeeding);

    expect(bench.reports).toMatchObject([
      { reason: 'ENVELOPE_INVALID', message: expect.stringMatching(/must not be of the future/) },
    ]);
  });

  it.each(['', '\u0000', 'not-a-trace'])('passes no malformed trace context on: %j', async (traceparent) => {
    const bench = new ConsumerBench();
    const emitting = leaseConsumer(options).on(orderPlaced, ({ data }, { emit }) =>
      emit(stockReserved, { orderId: data.orderId }),
    );
    await bench.send(orderPlacedEnvelope(1, { traceparent, tracestate: 'a=b' }));

    await bench.deliver(emitting);

    const entries = bench.transactions.committed.flatMap((request) => request.entries);
    expect(entries.map(({ attributes }) => Object.keys(attributes).sort())).toEqual([['ce-source', 'ce-type']]);
    expect(entries[0]?.body).not.toContain('trace');
  });

  it.each([
    ['an object without prototype', Object.create(null)],
    ['an error without text', Object.assign(new Error('x'), { message: undefined })],
    ['an error whose text and name are objects', Object.assign(new Error('x'), { message: { a: 1 }, name: {} })],
    ['a symbol', Symbol('x')],
  ])('G4 counts a handler that throws %s', async (_what, thrown) => {
    const bench = new ConsumerBench({ settings: { maxAttempts: 1 } });
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(
      leaseConsumer(options).on(orderPlaced, () => {
        throw thrown;
      }),
    );

    expect(bench.reports).toMatchObject([{ reason: 'ATTEMPTS_EXHAUSTED', attempts: 1 }]);
  });

  it('writes characters that SQS refuses as JSON escapes', () => {
    const body = serializeEnvelope(orderPlacedEnvelope(1, { data: 'a\uffffb\ufffe' }));

    expect(body).toContain('"a\\uffffb\\ufffe"');
    expect(JSON.parse(body).data).toBe('a\uffffb\ufffe');
  });
});
