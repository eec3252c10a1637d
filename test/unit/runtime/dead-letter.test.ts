import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineEvent } from '../../../contracts/event.ts';
import type { StandardSchema } from '../../../contracts/standard-schema.ts';
import { NonRetryableError } from '../../../lambdas/runtime/errors.ts';
import { deadLetterKey } from '../../../lambdas/runtime/inbox-keys.ts';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import type { MessageAttributes } from '../../../lambdas/runtime/ports/index.ts';
import { ConsumerBench } from './consumer-bench.ts';
import { eventIdAt, orderPlaced, orderPlacedEnvelope, START_MS } from './sample-events.ts';
import { withMethods } from './with-methods.ts';

const source = { source: '/a' };
const succeeding = leaseConsumer(source).on(orderPlaced, () => undefined);
const rejecting = leaseConsumer(source).on(orderPlaced, () => {
  throw new NonRetryableError('card is stolen');
});
const textAttributes = (count: number, length = 1): MessageAttributes =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`a${index}`, { dataType: 'String', stringValue: 'v'.repeat(length) }]),
  );

describe('dead-lettering', () => {
  it.each([
    ['not JSON', 'hello', 'ENVELOPE_INVALID', /^body is not JSON: syntax error$/],
    ['not an envelope', '{"hello":1}', 'ENVELOPE_INVALID', /^specversion must be "1\.0", got undefined$/],
    ['a blank body', ' ', 'ENVELOPE_INVALID', /^body is not JSON/],
    [
      'an envelope of unknown age',
      orderPlacedEnvelope(1, { id: 'x', time: 'yesterday' }),
      'ENVELOPE_INVALID',
      /the age of the event is unknown$/,
    ],
    [
      'an envelope whose key cannot be stored',
      orderPlacedEnvelope(1, { id: 'x'.repeat(2048) }),
      'ENVELOPE_INVALID',
      /must fit an idempotency key of 2048 bytes$/,
    ],
    [
      'an envelope whose key is no text that can be stored as it is',
      orderPlacedEnvelope(1, { source: '/\ud83d' }),
      'ENVELOPE_INVALID',
      /^source and id must not have lone surrogates$/,
    ],
    [
      'an unexpected type',
      orderPlacedEnvelope(1, { type: 'order.lost' }),
      'EVENT_UNEXPECTED',
      /^consumer inventory handles order\.placed, got "order\.lost"$/,
    ],
    [
      'a payload that breaks its schema',
      orderPlacedEnvelope(1, { data: { orderId: 7 } }),
      'SCHEMA_INVALID',
      /^orderId: /,
    ],
    [
      'a body above 256 KiB',
      orderPlacedEnvelope(1, { data: 'x'.repeat(262_144) }),
      'MESSAGE_TOO_LARGE',
      /^body must be at most 262144 bytes, got 262\d\d\d$/,
    ],
    [
      'an event from before the horizon',
      orderPlacedEnvelope(1, { id: eventIdAt(START_MS - 86_400_001, 1) }),
      'EVENT_TOO_OLD',
      /^event of 2025-12-30T23:59:59\.999Z is older than the inbox remembers \(86400 s\)/,
    ],
    [
      'an event of a foreign id from before the horizon',
      orderPlacedEnvelope(1, { id: 'x', time: '2025-12-30T00:00:00Z' }),
      'EVENT_TOO_OLD',
      /^event of 2025-12-30T00:00:00\.000Z/,
    ],
  ])('G5 explains %s', async (_what, content, reason, message) => {
    const bench = new ConsumerBench();
    await bench.send(content);

    const kept = await bench.deliver(succeeding);

    expect(kept).toEqual([]);
    expect(bench.reports).toMatchObject([
      { reason, error: reason, message: expect.stringMatching(message), attempts: 0 },
    ]);
    expect(bench.lines).toMatchObject([{ outcome: 'dead-lettered', error: reason, attempt: 0 }]);
  });

  it('accepts an event that is exactly as old as the horizon', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1, { id: eventIdAt(START_MS - 86_400_000, 1) }));

    await bench.deliver(succeeding);

    expect(bench.outcomes).toEqual(['applied source-1']);
  });

  it('waits for a validator that answers later', async () => {
    const bench = new ConsumerBench();
    const slow = defineEvent(
      'order.placed',
      z.object({ orderId: z.string() }).refine(async () => false, 'unknown order'),
    );
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(leaseConsumer(source).on(slow, () => undefined));

    expect(bench.reports).toMatchObject([{ reason: 'SCHEMA_INVALID', message: '(root): unknown order' }]);
  });

  it('retries when a validator throws, and counts it', async () => {
    const bench = new ConsumerBench();
    const schema: StandardSchema = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: () => {
          throw new TypeError('schema is broken');
        },
      },
    };
    await bench.send(orderPlacedEnvelope(1));

    const kept = await bench.deliver(leaseConsumer(source).on(defineEvent('order.placed', schema), () => undefined));

    expect(kept).toEqual(['source-1']);
    expect(bench.lines).toMatchObject([{ outcome: 'retry', attempt: 1, error: 'TypeError' }]);
  });

  it('gives handlers the payload that the schema yields', async () => {
    const bench = new ConsumerBench();
    const payloads: unknown[] = [];
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(leaseConsumer(source).on(orderPlaced, ({ data }) => void payloads.push(data)));

    expect(payloads).toEqual([{ orderId: 'order-1', quantity: 1 }]);
  });

  it('G5 keeps body, attributes, group and trace header, and adds the report', async () => {
    const bench = new ConsumerBench();
    const envelope = orderPlacedEnvelope(1, { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' });
    const own = { tenant: { dataType: 'String', stringValue: 't1' }, raw: { dataType: 'Binary', binaryValue: 'AQI=' } };
    await bench.send(envelope, { attributes: own, groupId: 'tenant-1', traceHeader: 'Root=1-5759e988' });

    await bench.deliver(rejecting);

    const [letter] = bench.deadLetterQueue.messages;
    expect(letter).toMatchObject({
      body: JSON.stringify(envelope),
      attributes: own,
      groupId: 'tenant-1',
      traceHeader: 'Root=1-5759e988',
    });
    expect(bench.reports).toEqual([
      {
        reason: 'NON_RETRYABLE',
        error: 'NON_RETRYABLE',
        message: 'card is stolen',
        attempts: 1,
        firstFailureAt: '2026-01-01T00:00:00.000Z',
        lastFailureAt: '2026-01-01T00:00:00.000Z',
        consumer: 'inventory',
        consumerVersion: 'v1',
        messageId: 'source-1',
        eventId: envelope.id,
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        expiresAt: '2026-01-15T00:00:00.000Z',
      },
    ]);
  });

  it('deduplicates on FIFO by the source message, never by the event', async () => {
    const bench = new ConsumerBench({ fifo: true });
    await bench.send(orderPlacedEnvelope(1), { deduplicationId: orderPlacedEnvelope(1).id });
    await bench.deliver(rejecting);
    await bench.send(orderPlacedEnvelope(1), { deduplicationId: 'redriven' });

    await bench.deliver(rejecting);

    expect(bench.deadLetterQueue.messages.map(({ deduplicationId }) => deduplicationId)).toEqual([
      'source.fifo-1',
      'source.fifo-2',
    ]);
  });

  it('G1 sends before it acknowledges: a message that cannot be sent stays in its queue', async () => {
    const bench = new ConsumerBench();
    const deadLetterQueue = withMethods(bench.deadLetterQueue, {
      send: () => Promise.reject(new Error('queue is gone')),
    });
    await bench.send(orderPlacedEnvelope(1));

    const kept = await bench.deliver(rejecting, { ports: { deadLetterQueue } });

    expect(kept).toEqual(['source-1']);
    expect(bench.queue.messages).toHaveLength(1);
    expect(bench.lines).toMatchObject([
      { outcome: 'retry', errorMessage: 'could not be dead-lettered as NON_RETRYABLE (NON_RETRYABLE): queue is gone' },
    ]);
  });

  it('does not run a message again whose attempts are used up but which could not be sent', async () => {
    const bench = new ConsumerBench({ settings: { maxAttempts: 1 } });
    let runs = 0;
    const failing = leaseConsumer(source).on(orderPlaced, () => {
      runs += 1;
      throw new Error('no');
    });
    const deadLetterQueue = withMethods(bench.deadLetterQueue, {
      send: () => Promise.reject(new Error('queue is gone')),
    });
    await bench.send(orderPlacedEnvelope(1));
    await bench.deliver(failing, { ports: { deadLetterQueue } });
    bench.clock.advance(60_000);

    await bench.deliver(failing);

    expect(runs).toBe(1);
    expect(bench.reports).toMatchObject([{ reason: 'ATTEMPTS_EXHAUSTED', error: 'Error', message: 'no', attempts: 1 }]);
  });

  it('G5 explains in the inbox when ten attributes leave no room', async () => {
    const bench = new ConsumerBench();
    await bench.send('foreign', { attributes: textAttributes(10), traceHeader: 'Root=1-5759e988' });

    await bench.deliver(succeeding);

    expect(bench.deadLetterQueue.messages).toMatchObject([{ body: 'foreign', traceHeader: 'Root=1-5759e988' }]);
    expect(Object.keys(bench.deadLetterQueue.messages[0]?.attributes ?? {})).toHaveLength(10);
    expect(bench.database.deadLetterReports.get(deadLetterKey('inventory', 'foreign'))).toMatchObject({
      reason: 'ENVELOPE_INVALID',
      messageId: 'source-1',
    });
  });

  it('attaches the report beside nine attributes', async () => {
    const bench = new ConsumerBench();
    await bench.send('foreign', { attributes: textAttributes(9) });

    await bench.deliver(succeeding);

    expect(bench.reports).toMatchObject([{ reason: 'ENVELOPE_INVALID' }]);
    expect(bench.database.deadLetterReports.size).toBe(0);
  });

  it('takes a body as large as its settings say, and not a byte more', async () => {
    const bench = new ConsumerBench({ settings: { maxMessageBytes: 400_000 } });
    const padding = 400_000 - JSON.stringify(orderPlacedEnvelope(1, { data: { orderId: '' } })).length;
    await bench.send(orderPlacedEnvelope(1, { data: { orderId: 'x'.repeat(padding) } }));
    await bench.send(orderPlacedEnvelope(2, { data: { orderId: 'x'.repeat(padding + 1) } }));

    await bench.deliver(succeeding);

    expect(bench.reports.map(({ reason, message }) => `${reason} ${message}`)).toEqual([
      'MESSAGE_TOO_LARGE body must be at most 400000 bytes, got 400001',
    ]);
  });

  it('G5 explains in the inbox when the message leaves no bytes for it', async () => {
    const bench = new ConsumerBench();
    const body = 'x'.repeat(1_048_576 - 200);
    await bench.send(body);

    await bench.deliver(succeeding);

    expect(bench.deadLetterQueue.messages[0]?.attributes).toEqual({});
    expect(bench.database.deadLetterReports.get(deadLetterKey('inventory', body))).toMatchObject({
      reason: 'MESSAGE_TOO_LARGE',
    });
  });

  it('replaces the report of an earlier dead-lettering', async () => {
    const bench = new ConsumerBench();
    const old = { 'fanout-failure': { dataType: 'String', stringValue: '{"reason":"CRASHED"}' } };
    await bench.send(orderPlacedEnvelope(1), { attributes: { ...textAttributes(9), ...old } });

    await bench.deliver(rejecting);

    expect(bench.reports).toMatchObject([{ reason: 'NON_RETRYABLE' }]);
  });

  it('cuts long error texts and escapes what SQS refuses', async () => {
    const bench = new ConsumerBench();
    const definition = leaseConsumer(source).on(orderPlaced, () => {
      throw new NonRetryableError(`\u0000\uffff${'e'.repeat(2_000)}`);
    });
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(definition);

    const attribute = bench.deadLetterQueue.messages[0]?.attributes['fanout-failure']?.stringValue ?? '';
    expect([...attribute].filter((character) => character < ' ' || character >= '\ufffe')).toEqual([]);
    expect(bench.reports[0]?.message).toBe(`\u0000\ufffd${'e'.repeat(1_022)}`);
  });

  it('cuts no character in two', async () => {
    const bench = new ConsumerBench();
    const definition = leaseConsumer(source).on(orderPlaced, () => {
      throw Object.assign(new Error(`${'e'.repeat(1_023)}\u{1f600}`), { name: `${'n'.repeat(127)}\u{1f600}` });
    });
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(definition);

    expect([...bench.database.attempts.values()]).toMatchObject([
      { message: `${'e'.repeat(1_023)}\ufffd`, error: `${'n'.repeat(127)}\ufffd` },
    ]);
  });

  it('never quotes a payload', async () => {
    const bench = new ConsumerBench();
    await bench.send('{"card":"4242 4242 4242 4242", oops');

    await bench.deliver(succeeding);

    expect(JSON.stringify([bench.reports, bench.lines])).not.toContain('4242');
  });
});
