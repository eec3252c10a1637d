import { describe, expect, it } from 'vitest';
import { addMillis, toEpochSeconds } from '../../../contracts/time.ts';
import { fingerprintOf } from '../../../lambdas/runtime/fingerprint.ts';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import { ConsumerBench } from './consumer-bench.ts';
import { orderEvents, orderPlaced, orderPlacedEnvelope, stockReserved } from './sample-events.ts';
import { withMethods } from './with-methods.ts';

const options = { source: '/orders/payment', topics: [orderEvents] };
const key = `inventory#/orders/place-order#${orderPlacedEnvelope(1).id}`;

const charging = (calls: string[] = []) =>
  leaseConsumer(options).on(orderPlaced, async ({ data }, { emit, idempotencyKey }) => {
    calls.push(idempotencyKey);
    emit(stockReserved, { orderId: data.orderId });
  });

describe('a lease consumer', () => {
  it('G2 completes its lease and emits in one transaction', async () => {
    const bench = new ConsumerBench();
    const calls: string[] = [];
    await bench.send(orderPlacedEnvelope(1));

    const kept = await bench.deliver(charging(calls));

    expect(kept).toEqual([]);
    expect(calls).toEqual([key]);
    expect(bench.transactions.committed).toMatchObject([
      { marker: { kind: 'complete', claim: { key } }, writes: [], entries: [{ topic: 'order-events' }] },
    ]);
    expect(bench.database.markers.get(key)).toMatchObject({ completed: true });
  });

  it('G2 acknowledges a duplicate without calling the handler', async () => {
    const bench = new ConsumerBench();
    const calls: string[] = [];
    await bench.send(orderPlacedEnvelope(1));
    await bench.deliver(charging(calls));
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(charging(calls));

    expect(calls).toHaveLength(1);
    expect(bench.outcomes).toEqual(['applied source-1', 'duplicate source-2']);
  });

  it('holds a lease that ends with the invocation', async () => {
    const bench = new ConsumerBench();
    let leases: unknown[] = [];
    const definition = leaseConsumer(options).on(orderPlaced, () => {
      leases = [...bench.database.markers.values()].map(({ lease }) => lease?.endsAt);
    });
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(definition, { timeoutMs: 3_000 });

    expect(leases).toEqual([1_767_225_603_000]);
  });

  it('gives a duplicate back until the live lease ends, which is no attempt', async () => {
    const bench = new ConsumerBench();
    const calls: string[] = [];
    await bench.send(orderPlacedEnvelope(1));
    await claimElsewhere(bench, 2_500);

    const kept = await bench.deliver(charging(calls));

    expect(calls).toEqual([]);
    expect(kept).toEqual(['source-1']);
    expect(bench.lines).toMatchObject([{ outcome: 'in-progress', attempt: 0, retryInSeconds: 3 }]);
    expect(bench.queue.messages).toMatchObject([{ visibleAt: 1_767_225_603_000 }]);
    expect(bench.database.attempts.size).toBe(0);
  });

  it('releases its lease when the handler fails, so that the next delivery can try at once', async () => {
    const bench = new ConsumerBench();
    const definition = leaseConsumer(options).on(orderPlaced, () => {
      throw new Error('gateway said 503');
    });
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(definition);

    expect(bench.database.markers.size).toBe(0);
    expect(bench.lines).toMatchObject([{ outcome: 'retry', error: 'Error', errorMessage: 'gateway said 503' }]);
  });

  it('G2 keeps the lease of an abandoned handler, and hides the message until it ends', async () => {
    const bench = new ConsumerBench();
    const definition = leaseConsumer(options).on(orderPlaced, () => new Promise(() => undefined));
    await bench.send(orderPlacedEnvelope(1));

    const kept = await bench.deliver(definition, { timeoutMs: 3_000 });

    expect(kept).toEqual(['source-1']);
    expect(bench.lines).toMatchObject([{ outcome: 'retry', error: 'HANDLER_TIMEOUT', attempt: 1, retryInSeconds: 1 }]);
    expect(bench.database.markers.get(key)).toMatchObject({ completed: false, lease: { endsAt: 1_767_225_603_000 } });
  });

  it('G2 emits nothing when the lease was taken over while the handler ran', async () => {
    const bench = new ConsumerBench();
    const definition = leaseConsumer(options).on(orderPlaced, async ({ data }, { emit }) => {
      emit(stockReserved, { orderId: data.orderId });
      await takeOver(bench);
    });
    await bench.send(orderPlacedEnvelope(1));

    const kept = await bench.deliver(definition);

    expect(kept).toEqual(['source-1']);
    expect(bench.lines).toMatchObject([{ outcome: 'retry', error: 'LEASE_LOST' }]);
    expect(bench.database.outbox.all()).toEqual([]);
    expect(bench.database.markers.get(key)).toMatchObject({ lease: { owner: 'successor' } });
  });

  it('takes over a lease that has ended', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1));
    await claimElsewhere(bench, 1_000);
    bench.clock.advance(1_000);

    await bench.deliver(charging());

    expect(bench.outcomes).toEqual(['applied source-1']);
  });

  it('dead-letters another payload under the same id as KEY_REUSED', async () => {
    const bench = new ConsumerBench();
    const calls: string[] = [];
    await bench.send(orderPlacedEnvelope(1));
    await bench.deliver(charging(calls));
    await bench.send(orderPlacedEnvelope(1, { data: { orderId: 'order-2' } }));

    await bench.deliver(charging(calls));

    expect(calls).toHaveLength(1);
    expect(bench.reports).toMatchObject([{ reason: 'KEY_REUSED', attempts: 0 }]);
  });

  it('keeps the message without an attempt when the inbox does not answer', async () => {
    const bench = new ConsumerBench();
    const inbox = withMethods(bench.inbox, {
      claim: () => Promise.reject(new Error('inbox is down')),
    });
    await bench.send(orderPlacedEnvelope(1));

    const kept = await bench.deliver(charging(), { ports: { inbox } });

    expect(kept).toEqual(['source-1']);
    expect(bench.lines).toMatchObject([{ outcome: 'retry', attempt: 0, errorMessage: 'inbox is down' }]);
    expect(bench.database.attempts.size).toBe(0);
  });
});

/** Another process claims the event and never comes back. */
async function claimElsewhere(bench: ConsumerBench, leaseMs: number): Promise<void> {
  const endsAt = addMillis(bench.clock.now(), leaseMs);
  const { type, data } = orderPlacedEnvelope(1);
  await bench.inbox.claim({
    key,
    owner: 'elsewhere',
    leaseEndsAt: endsAt,
    fingerprint: fingerprintOf([type, data]),
    now: bench.clock.now(),
    expiresAt: toEpochSeconds(endsAt),
  });
}

/** The lease ended early by another host's clock, and a successor claimed the key. */
async function takeOver(bench: ConsumerBench): Promise<void> {
  const { inboxTable: tableName, markers } = bench.database;
  if (markers.get(key) === undefined) {
    throw new Error('the handler runs without a claim');
  }
  const row = bench.database.item(tableName, { pk: key });
  bench.database.put(tableName, { ...row, owner: 'successor', leaseEndsAt: addMillis(bench.clock.now(), 60_000) });
}
