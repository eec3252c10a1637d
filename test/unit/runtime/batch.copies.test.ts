import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createConsumer } from '../../../lambdas/runtime/create-consumer.ts';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import type { ClaimRequest } from '../../../lambdas/runtime/ports/index.ts';
import type { SqsRecord } from '../../../lambdas/runtime/sqs-event.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';
import { ConsumerBench, invocationOf } from './consumer-bench.ts';
import { MortalProcess } from './mortal-process.ts';
import { orderPlaced, orderPlacedEnvelope } from './sample-events.ts';
import { withMethods } from './with-methods.ts';

const source = { source: '/a' };
const failing = transactionalConsumer(source).on(orderPlaced, () => {
  throw new Error('no');
});

/** Sends copies of one event, a second apart. */
async function sendCopies(bench: ConsumerBench, copies: number): Promise<void> {
  for (let copy = 0; copy < copies; copy += 1) {
    await bench.send(orderPlacedEnvelope(1));
    bench.clock.advance(1_000);
  }
}

describe('copies of one event in a standard batch', () => {
  it('G2 are folded into the youngest: one run, all acknowledged', async () => {
    const bench = new ConsumerBench();
    const claims: string[] = [];
    const inbox = withMethods(bench.inbox, {
      claim: (request: ClaimRequest) => {
        claims.push(request.key);
        return bench.inbox.claim(request);
      },
    });
    const definition = leaseConsumer(source).on(orderPlaced, () => undefined);
    await sendCopies(bench, 3);

    const kept = await bench.deliver(definition, { ports: { inbox } });

    expect(kept).toEqual([]);
    expect(claims).toHaveLength(1);
    expect(bench.outcomes).toEqual(['folded source-1', 'folded source-2', 'applied source-3']);
  });

  it('G1 leave the youngest in the queue when it fails', async () => {
    const bench = new ConsumerBench();
    await sendCopies(bench, 2);

    const kept = await bench.deliver(failing);

    expect(kept).toEqual(['source-2']);
    expect(bench.lines).toMatchObject([
      { outcome: 'folded', messageId: 'source-1', attempt: 0 },
      { outcome: 'retry', messageId: 'source-2', attempt: 1 },
    ]);
  });

  it('G4 need no more receives than one message: five copies that always fail, five receives, one dead letter', async () => {
    const bench = new ConsumerBench();
    await sendCopies(bench, 5);

    for (let round = 0; round < 10; round += 1) {
      await bench.deliver(failing);
      bench.clock.advance(60_000);
    }

    expect(Math.max(...bench.lines.map(({ receiveCount }) => receiveCount))).toBe(5);
    expect(bench.reports).toMatchObject([{ reason: 'ATTEMPTS_EXHAUSTED', attempts: 5 }]);
    expect(bench.queue.messages).toEqual([]);
  });

  it('G4 need no more receives than one message when each run ends its process: seven', async () => {
    const bench = new ConsumerBench();
    await sendCopies(bench, 5);
    for (let round = 0; round < 10 && bench.reports.length === 0; round += 1) {
      const process = new MortalProcess(bench.ports);
      const dying = transactionalConsumer(source).on(orderPlaced, () => process.die());
      const records = bench.queue.receive();
      const consume = createConsumer(dying, bench.settings, process.ports);
      await Promise.race([consume({ Records: records }, invocationOf(bench.clock, 3_000)), process.died]);
      bench.clock.advance(60_000);
    }

    expect(bench.reports).toMatchObject([{ reason: 'CRASHED', attempts: 5 }]);
    expect(bench.queue.messages.map(({ receiveCount }) => receiveCount)).toEqual([7]);
  });

  it('G4 make a suspect of the youngest when an older one may have ended a process', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1));
    bench.queue.receive();
    bench.clock.advance(60_000);
    await bench.send(orderPlacedEnvelope(1));
    await bench.send(orderPlacedEnvelope(2));
    const process = new MortalProcess(bench.ports);
    const dying = transactionalConsumer(source).on(orderPlaced, ({ data }) => {
      if (data.orderId === 'order-1') {
        process.die();
      }
    });
    const consume = createConsumer(dying, bench.settings, process.ports);

    await Promise.race([consume({ Records: bench.queue.receive() }, invocationOf(bench.clock, 3_000)), process.died]);

    expect(bench.outcomes).toEqual(['folded source-1', 'applied source-3']);
    expect(bench.queue.messages.map(({ messageId }) => messageId)).toEqual(['source-2']);
    expect(bench.database.attempts.get('attempts#inventory#source-2')).toMatchObject({ attempts: 0 });
  });

  it('are no copies with another payload under the same id', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1));
    await bench.send(orderPlacedEnvelope(1, { data: { orderId: 'order-9' } }));
    const definition = transactionalConsumer(source).on(orderPlaced, () => undefined);

    await bench.deliver(definition);

    expect(bench.outcomes).toEqual(['applied source-1', 'dead-lettered source-2']);
    expect(bench.reports).toMatchObject([{ reason: 'KEY_REUSED' }]);
  });

  it('G1 are not told apart from one message that the queue gave twice: it stays when it fails', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1));
    const [record] = bench.queue.receive() as [SqsRecord];

    const kept = await bench.deliver(failing, { records: [record, { ...record, receiptHandle: 'another' }] });

    expect(kept).toEqual(['source-1', 'source-1']);
    expect(bench.lines).toMatchObject([{ outcome: 'retry' }, { outcome: 'held-back' }]);
    expect(bench.queue.messages).toHaveLength(1);
  });

  it('G1 are never all acknowledged, whatever batches they come in while the event fails', async () => {
    const batches = fc.array(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 1 }), { minLength: 1, maxLength: 8 });
    const times = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 5, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(batches, times, async (received, sentAt) => {
        const bench = new ConsumerBench({ settings: { maxAttempts: 1_000 } });
        await sendCopies(bench, 1);
        const [record] = bench.queue.receive() as [SqsRecord];
        const copies = sentAt.map((at, index) => ({
          ...record,
          messageId: `copy-${index}`,
          attributes: { ...record.attributes, SentTimestamp: String(at) },
        }));
        const acknowledged = new Set<string>();

        for (const batch of received) {
          const records = batch.map((index) => copies[index] as SqsRecord);
          const kept = await bench.deliver(failing, { records });
          for (const { messageId } of records.filter((one) => !kept.includes(one.messageId))) {
            acknowledged.add(messageId);
          }
        }

        const latest = Math.max(...sentAt);
        expect(acknowledged).not.toContain(`copy-${sentAt.lastIndexOf(latest)}`);
      }),
    );
  });
});
