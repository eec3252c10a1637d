import { describe, expect, it } from 'vitest';
import { addMillis } from '../../../contracts/time.ts';
import { NonRetryableError, TableThrottledError } from '../../../lambdas/runtime/errors.ts';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import type { ClaimRequest, ClaimResult } from '../../../lambdas/runtime/ports/index.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';
import { ConsumerBench } from './consumer-bench.ts';
import { orderPlaced, orderPlacedEnvelope } from './sample-events.ts';
import { withMethods } from './with-methods.ts';

/** Sends events named like `a1`: the letter is the message group, the digit its place in it. */
async function sendAll(bench: ConsumerBench, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await bench.send(orderPlacedEnvelope(numberOf(name), { partitionkey: name.slice(0, 1), data: { orderId: name } }));
  }
}

const numberOf = (name: string): number => Number.parseInt(name, 36);
const idOf = (name: string): string => orderPlacedEnvelope(numberOf(name)).id;

const handling = (handle: (name: string) => Promise<void> | void) =>
  leaseConsumer({ source: '/a' }).on(orderPlaced, ({ data }) => handle(data.orderId));

const failing = (bad: string, handled: string[]) =>
  handling((name) => {
    if (name === bad) {
      throw new Error(`${name} failed`);
    }
    handled.push(name);
  });

describe('a FIFO batch', () => {
  it('G3 holds back the followers of a failed head, and lets other groups go on', async () => {
    const bench = new ConsumerBench({ fifo: true });
    const handled: string[] = [];
    await sendAll(bench, ['a1', 'b1', 'a2', 'b2', 'a3']);

    const kept = await bench.deliver(failing('a1', handled));

    expect(handled).toEqual(['b1', 'b2']);
    expect(kept).toEqual(['source.fifo-1', 'source.fifo-3', 'source.fifo-5']);
    expect(bench.lines.filter(({ group }) => group === 'a')).toMatchObject([
      { outcome: 'retry', attempt: 1 },
      { outcome: 'held-back', attempt: 0 },
      { outcome: 'held-back', attempt: 0 },
    ]);
  });

  it('G3 keeps what was done before the failure in a group', async () => {
    const bench = new ConsumerBench({ fifo: true });
    const handled: string[] = [];
    await sendAll(bench, ['a1', 'a2', 'a3']);

    const kept = await bench.deliver(failing('a2', handled));

    expect(handled).toEqual(['a1']);
    expect(kept).toEqual(['source.fifo-2', 'source.fifo-3']);
  });

  it('G3 handles a group in order over its retries', async () => {
    const bench = new ConsumerBench({ fifo: true });
    const handled: string[] = [];
    let failures = 2;
    const definition = handling((name) => {
      if (name === 'a1' && failures-- > 0) {
        throw new Error('not yet');
      }
      handled.push(name);
    });
    await sendAll(bench, ['a1', 'a2', 'a3']);

    for (let round = 0; round < 5; round += 1) {
      await bench.deliver(definition);
      bench.clock.advance(60_000);
    }

    expect(handled).toEqual(['a1', 'a2', 'a3']);
    expect(bench.queue.messages).toEqual([]);
  });

  it('releases followers with their head, the head first', async () => {
    const bench = new ConsumerBench({ fifo: true });
    const changes: string[] = [];
    const queue = withMethods(bench.queue, {
      changeVisibility: async (asked: { receiptHandle: string; seconds: number }[]) =>
        void changes.push(...asked.map(({ receiptHandle, seconds }) => `${receiptHandle} ${seconds}`)),
    });
    const random = { fraction: () => 0.99, bytes: (length: number) => new Uint8Array(length) };
    await sendAll(bench, ['a1', 'a2']);
    const records = bench.queue.receive();

    await bench.deliver(failing('a1', []), { records, ports: { queue, random } });

    expect(changes).toEqual(records.map(({ receiptHandle }) => `${receiptHandle} 1`));
  });

  it('runs groups beside each other: the batch takes as long as its longest group', async () => {
    const bench = new ConsumerBench({ fifo: true });
    const handled: string[] = [];
    const definition = handling(async (name) => {
      await bench.clock.sleep(100);
      handled.push(name);
    });
    await sendAll(bench, ['a1', 'a2', 'a3', 'b1', 'c1', 'c2']);

    await bench.deliver(definition);

    expect(bench.clock.now() - 1_767_225_600_000).toBe(300);
    expect(handled.filter((name) => name.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
  });

  it('G3 goes on after a head that was dead-lettered', async () => {
    const bench = new ConsumerBench({ fifo: true });
    const handled: string[] = [];
    const definition = handling((name) => {
      if (name === 'a1') {
        throw new NonRetryableError('never');
      }
      handled.push(name);
    });
    await sendAll(bench, ['a1', 'a2']);

    const kept = await bench.deliver(definition);

    expect(kept).toEqual([]);
    expect(handled).toEqual(['a2']);
  });

  it('G3 holds back the group of a head whose lease is live elsewhere', async () => {
    const bench = new ConsumerBench({ fifo: true });
    const handled: string[] = [];
    const inbox = withMethods(bench.inbox, {
      claim: async (request: ClaimRequest): Promise<ClaimResult> =>
        request.key.endsWith(idOf('a1'))
          ? { outcome: 'in-progress', leaseEndsAt: addMillis(request.now, 4_000) }
          : bench.inbox.claim(request),
    });
    await sendAll(bench, ['a1', 'a2', 'b1']);

    const kept = await bench.deliver(failing('', handled), { ports: { inbox } });

    expect(kept).toEqual(['source.fifo-1', 'source.fifo-2']);
    expect(handled).toEqual(['b1']);
    expect(bench.lines.filter(({ group }) => group === 'a')).toMatchObject([
      { outcome: 'in-progress', attempt: 0, retryInSeconds: 4 },
      { outcome: 'held-back', attempt: 0, retryInSeconds: 4 },
    ]);
  });

  it('G3 lets no group wait for more than a quarter of an hour because its head was held back often and met a throttle once', async () => {
    const bench = new ConsumerBench({ fifo: true });
    const patient = { fraction: () => 0.999, bytes: (length: number) => bench.random.bytes(length) };
    const transactions = withMethods(bench.transactions, {
      commit: () => Promise.reject(new TableThrottledError('throttled')),
    });
    await bench.send(orderPlacedEnvelope(1));
    const records = bench.queue
      .receive()
      .map((record) => ({ ...record, attributes: { ...record.attributes, ApproximateReceiveCount: '30' } }));

    await bench.deliver(
      transactionalConsumer({ source: '/a' }).on(orderPlaced, () => undefined),
      { records, ports: { transactions, random: patient } },
    );

    expect(bench.lines).toMatchObject([{ outcome: 'retry', receiveCount: 30, retryInSeconds: 900 }]);
  });

  it('G3 holds back the group of a head that could not be dead-lettered', async () => {
    const bench = new ConsumerBench({ fifo: true });
    const handled: string[] = [];
    const deadLetterQueue = withMethods(bench.deadLetterQueue, {
      send: () => Promise.reject(new Error('queue is gone')),
    });
    const definition = handling((name) => {
      if (name === 'a1') {
        throw new NonRetryableError('never');
      }
      handled.push(name);
    });
    await sendAll(bench, ['a1', 'a2']);

    const kept = await bench.deliver(definition, { ports: { deadLetterQueue } });

    expect(kept).toEqual(['source.fifo-1', 'source.fifo-2']);
    expect(handled).toEqual([]);
  });
});
