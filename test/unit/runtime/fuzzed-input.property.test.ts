import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { serializeEnvelope } from '../../../contracts/envelope.ts';
import type { MessageLogLine } from '../../../contracts/log.ts';
import type { ConsumerDefinition } from '../../../lambdas/runtime/consumer-definition.ts';
import { guardConsumer } from '../../../lambdas/runtime/guard-consumer.ts';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import type { SqsRecord } from '../../../lambdas/runtime/sqs-event.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';
import { ConsumerBench } from './consumer-bench.ts';
import { orderEvents, orderPlaced, orderPlacedEnvelope } from './sample-events.ts';

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

/** What Lambda passes on, and values of types that it never has. */
const attributes = fc.dictionary(
  fc.oneof(fc.constantFrom(...DANGEROUS_KEYS, 'fanout-failure', 'ce-type'), fc.string({ maxLength: 20 })),
  fc.oneof(
    fc.record({
      dataType: fc.constantFrom('String', 'Number', 'Binary', ''),
      stringValue: fc.string(),
      binaryValue: fc.base64String(),
    }),
    fc.constant({ dataType: 'String' }),
    fc.record({ dataType: fc.constantFrom('String', 7, null), stringValue: fc.oneof(fc.integer(), fc.constant(null)) }),
    fc.constantFrom(null, 'text', 7),
  ),
  { maxKeys: 12 },
);

const fuzzed = fc.record({
  body,
  messageAttributes: fc.oneof(attributes, fc.constantFrom(undefined, null, 'text')),
  receiveCount: fc.constantFrom('1', '2', '', 'NaN', '-1', '1e9', undefined),
  group: fc.constantFrom('a', 'b'),
});

type FuzzedMessage = typeof fuzzed extends fc.Arbitrary<infer Message> ? Message : never;

/** Outcomes after which a message is deleted, and after which it comes back. */
const GONE: readonly string[] = ['applied', 'duplicate', 'folded', 'dead-lettered'];
const KEPT: readonly string[] = ['retry', 'held-back', 'in-progress'];

const OPTIONS = { source: '/a', topics: [orderEvents] } as const;

/** A consumer of each mode that does nothing. */
const CONSUMERS: Readonly<Record<string, ConsumerDefinition>> = {
  lease: leaseConsumer(OPTIONS).on(orderPlaced, () => undefined),
  transactional: transactionalConsumer(OPTIONS).on(orderPlaced, () => undefined),
  guard: guardConsumer(OPTIONS).on(orderPlaced, ({ data }) => ({
    TableName: 'facts',
    partitionKey: 'pk',
    Item: { pk: data.orderId },
  })),
};

/** Fuzzed messages as Lambda would pass them on, and a sound one behind them in a group of its own. */
const recordsOf = (messages: readonly FuzzedMessage[], fifo: boolean): readonly SqsRecord[] => {
  const eventSourceARN = fifo ? `${ARN}.fifo` : ARN;
  const groupIn = (group: string) => (fifo ? { MessageGroupId: group } : {});
  return [
    ...messages.map(({ receiveCount, group, ...message }, index) => ({
      ...message,
      messageId: `fuzzed-${index}`,
      receiptHandle: `handle-${index}`,
      attributes: { ApproximateReceiveCount: receiveCount, ...groupIn(group) },
      eventSourceARN,
    })),
    {
      body: serializeEnvelope(orderPlacedEnvelope(99)),
      messageId: 'sound',
      receiptHandle: 'handle',
      attributes: { ApproximateReceiveCount: '1', ...groupIn('sound') },
      messageAttributes: {},
      eventSourceARN,
    },
  ] as unknown as readonly SqsRecord[];
};

describe.each(Object.keys(CONSUMERS))('fuzzed messages to a %s consumer', (mode) => {
  it.each([
    ['standard', false],
    ['FIFO', true],
  ])(
    'G4 G5 end in the dead-letter queue with a reason or are handled, beside a sound one, on a %s queue',
    async (_, fifo) => {
      await fc.assert(
        fc.asyncProperty(fc.array(fuzzed, { minLength: 1, maxLength: 8 }), async (messages) => {
          const bench = new ConsumerBench({ fifo });
          const inInbox = vi.spyOn(bench.inbox, 'recordDeadLetter');
          const records = recordsOf(messages, fifo);

          // Time enough for all: sending what SQS refuses is tried again and again.
          const kept = await bench.deliver(CONSUMERS[mode] as ConsumerDefinition, { records, timeoutMs: 900_000 });

          const lines = new Map(bench.lines.map((line) => [line.messageId, line]));
          expect(lines.get('sound')?.outcome).toBe('applied');
          for (const { messageId } of records) {
            const outcome = lines.get(messageId)?.outcome ?? '';
            expect([...GONE, ...KEPT]).toContain(outcome);
            expect(kept.includes(messageId)).toBe(KEPT.includes(outcome));
          }
          // What is said to be dead-lettered is there, as it came, and its reason there or in the inbox.
          const deadLettered = records.filter(({ messageId }) => lines.get(messageId)?.outcome === 'dead-lettered');
          const reports = [...bench.reports, ...inInbox.mock.calls.map(([, report]) => report)];
          expect(bench.deadLetterQueue.messages.map(({ body }) => body).sort()).toEqual(
            deadLettered.map(({ body }) => body).sort(),
          );
          for (const { messageId } of deadLettered) {
            expect(reports.find((report) => report?.messageId === messageId)?.reason).toMatch(/^[A-Z_]+$/);
          }
          // A message that SQS would not take either cannot be dead-lettered: it stays, and says so.
          const stuck = bench.lines.filter(({ outcome }) => outcome === 'retry');
          expect(stuck.every(({ errorMessage = '' }) => errorMessage.startsWith('could not be dead-lettered'))).toBe(
            true,
          );
          // One event in two groups: the lease of either is in the other's way.
          for (const { eventId } of bench.lines.filter(({ outcome }) => outcome === 'in-progress')) {
            expect(bench.lines.filter((line) => line.eventId === eventId)).not.toHaveLength(1);
          }
          // Nothing else is held back than what is in a group behind it.
          expect(bench.lines.some(({ outcome }) => outcome === 'held-back')).toBe(
            fifo && messages.some((message, index) => isBehindAStuck(message, index, messages, lines)),
          );
          // For each folded copy another message of its event stands.
          for (const { eventId } of bench.lines.filter(({ outcome }) => outcome === 'folded')) {
            expect(bench.lines.filter((line) => line.eventId === eventId && line.outcome !== 'folded')).not.toEqual([]);
          }
          expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
        }),
        { numRuns: 100 },
      );
    },
  );
});

/** Whether an earlier message of the same group stays. */
const isBehindAStuck = (
  { group }: { readonly group: string },
  index: number,
  messages: readonly { readonly group: string }[],
  lines: ReadonlyMap<string, MessageLogLine>,
): boolean =>
  messages
    .slice(0, index)
    .some((earlier, place) => earlier.group === group && KEPT.includes(lines.get(`fuzzed-${place}`)?.outcome ?? ''));

describe('fuzzed messages', () => {
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
