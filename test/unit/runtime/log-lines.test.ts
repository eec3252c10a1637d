import { describe, expect, it } from 'vitest';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import { ConsumerBench } from './consumer-bench.ts';
import { orderPlaced, orderPlacedEnvelope } from './sample-events.ts';

const source = { source: '/a' };

describe('log lines', () => {
  it('say once per message what became of it', async () => {
    const bench = new ConsumerBench({ fifo: true });
    const definition = leaseConsumer(source).on(orderPlaced, () => bench.clock.sleep(120));
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(definition);

    expect(bench.lines).toEqual([
      {
        type: 'fanout.message',
        consumer: 'inventory',
        outcome: 'applied',
        messageId: 'source.fifo-1',
        receiveCount: 1,
        attempt: 1,
        group: 'order-1',
        eventId: orderPlacedEnvelope(1).id,
        eventType: 'order.placed',
        durationMs: 120,
      },
    ]);
  });

  it('show the backoff of a retry', async () => {
    const bench = new ConsumerBench();
    const random = { fraction: () => 0.99, bytes: (length: number) => new Uint8Array(length) };
    const definition = leaseConsumer(source).on(orderPlaced, () => {
      throw new RangeError('out of range');
    });
    await bench.send(orderPlacedEnvelope(1));
    await bench.deliver(definition, { ports: { random } });
    bench.clock.advance(1_000);

    await bench.deliver(definition, { ports: { random } });

    expect(bench.lines[1]).toMatchObject({
      outcome: 'retry',
      receiveCount: 2,
      attempt: 2,
      error: 'RangeError',
      errorMessage: 'out of range',
      retryInSeconds: 2,
    });
    expect(bench.queue.messages).toMatchObject([{ visibleAt: 1_767_225_603_000 }]);
  });

  it('describe anything thrown', async () => {
    const bench = new ConsumerBench();
    const definition = leaseConsumer(source).on(orderPlaced, () => Promise.reject('a string'));
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(definition);

    expect(bench.lines).toMatchObject([{ error: 'UNKNOWN', errorMessage: 'a string' }]);
  });
});
