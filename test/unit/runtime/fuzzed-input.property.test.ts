import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serializeEnvelope } from '../../../contracts/envelope.ts';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import type { SqsRecord } from '../../../lambdas/runtime/sqs-event.ts';
import { ConsumerBench } from './consumer-bench.ts';
import { orderPlaced, orderPlacedEnvelope } from './sample-events.ts';

const ARN = 'arn:aws:sqs:us-east-1:000000000000:source';
const sound = serializeEnvelope(orderPlacedEnvelope(1));
const DANGEROUS_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];

/** A sound envelope of which one field is anything, or missing. */
const spoiltEnvelope = fc
  .tuple(
    fc.constantFrom(...Object.keys(JSON.parse(sound)), ...DANGEROUS_KEYS),
    fc.option(fc.json(), { nil: undefined }),
  )
  .map(([name, json]) =>
    json === undefined
      ? JSON.stringify({ ...JSON.parse(sound), [name]: undefined })
      : sound.replace('{', `{${JSON.stringify(name)}:${json},`).replace(/,$/, ''),
  );

const body = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.json({ maxDepth: 8 }),
  spoiltEnvelope,
  fc
    .integer({ min: 1, max: 2_000 })
    .map((levels) => sound.replace(/"data":.*/, `"data":${'['.repeat(levels)}${']'.repeat(levels)}}`)),
  fc.constantFrom('1e999', '-0', '9'.repeat(400), '"\ud800"', '{"__proto__":{"polluted":true}}', '\u0000', ''),
  fc.constantFrom(300, 1_024).map((kib) => sound.replace('order-1', 'x'.repeat(kib * 1_024 - sound.length))),
);

const attributes = fc.dictionary(
  fc.oneof(fc.constantFrom(...DANGEROUS_KEYS, 'fanout-failure', 'ce-type'), fc.string({ maxLength: 20 })),
  fc.oneof(
    fc.record({
      dataType: fc.constantFrom('String', 'Number', 'Binary', ''),
      stringValue: fc.string(),
      binaryValue: fc.base64String(),
    }),
    fc.constant({ dataType: 'String' }),
  ),
  { maxKeys: 12 },
);

const fuzzed = fc.record({
  body,
  messageAttributes: fc.option(attributes, { nil: undefined }),
  receiveCount: fc.constantFrom('1', '2', '', 'NaN', '-1', '1e9', undefined),
});

describe('fuzzed messages', () => {
  it('G4 G5 end in the dead-letter queue with a reason or are handled, beside sound ones that notice nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fuzzed, { minLength: 1, maxLength: 8 }), async (messages) => {
        const bench = new ConsumerBench();
        const handled: string[] = [];
        const consumer = leaseConsumer({ source: '/a' }).on(orderPlaced, ({ id }) => {
          handled.push(id);
        });
        const records = [
          ...messages.map(({ receiveCount, ...message }, index) => ({
            ...message,
            messageId: `fuzzed-${index}`,
            receiptHandle: `handle-${index}`,
            attributes: { ApproximateReceiveCount: receiveCount },
            eventSourceARN: ARN,
          })),
          {
            body: serializeEnvelope(orderPlacedEnvelope(99)),
            messageId: 'sound',
            receiptHandle: 'handle',
            attributes: { ApproximateReceiveCount: '1' },
            messageAttributes: {},
            eventSourceARN: ARN,
          },
        ] as unknown as readonly SqsRecord[];

        // Time enough for all: sending what SQS refuses is tried again and again.
        const kept = await bench.deliver(consumer, { records, timeoutMs: 900_000 });

        const outcomes = new Map(bench.lines.map((line) => [line.messageId, line.outcome]));
        expect(outcomes.get('sound')).toBe('applied');
        for (const messageId of records.map((record) => record.messageId)) {
          const outcome = outcomes.get(messageId) ?? '';
          expect(['applied', 'duplicate', 'folded', 'dead-lettered', 'retry']).toContain(outcome);
          expect(kept.includes(messageId)).toBe(outcome === 'retry');
        }
        // A message that SQS would not take either cannot be dead-lettered: it stays, and says so.
        const notSendable = bench.lines.filter(({ outcome }) => outcome === 'retry');
        expect(
          notSendable.every(({ errorMessage = '' }) => errorMessage.startsWith('could not be dead-lettered')),
        ).toBe(true);
        // For each folded copy another message of its event stands.
        for (const { eventId } of bench.lines.filter(({ outcome }) => outcome === 'folded')) {
          expect(bench.lines.filter((line) => line.eventId === eventId && line.outcome !== 'folded')).not.toEqual([]);
        }
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('G4 of 1 MiB each take no more memory than they have', async () => {
    const bench = new ConsumerBench();
    const huge = sound.replace('order-1', 'x'.repeat(1_024 * 1_024 - sound.length));
    const before = process.memoryUsage().heapUsed;
    for (let round = 0; round < 20; round += 1) {
      const records = Array.from({ length: 5 }, (_, index) => ({
        body: huge,
        messageId: `huge-${round}-${index}`,
        receiptHandle: 'handle',
        attributes: { ApproximateReceiveCount: '1' },
        messageAttributes: {},
        eventSourceARN: ARN,
      }));
      await bench.deliver(
        leaseConsumer({ source: '/a' }).on(orderPlaced, () => undefined),
        { records: records as readonly SqsRecord[] },
      );
    }

    expect(bench.lines).toHaveLength(100);
    expect(
      bench.lines.every(({ outcome, error }) => outcome === 'dead-lettered' && error === 'MESSAGE_TOO_LARGE'),
    ).toBe(true);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(300 * 1_024 * 1_024);
  });
});
