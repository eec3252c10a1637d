import { describe, expect, it } from 'vitest';
import { guardConsumer } from '../../../lambdas/runtime/guard-consumer.ts';
import { ConsumerBench } from './consumer-bench.ts';
import { orderPlaced, orderPlacedEnvelope } from './sample-events.ts';

const recording = guardConsumer({ source: '/orders/analytics' }).on(orderPlaced, ({ data, id }) => ({
  TableName: 'facts',
  partitionKey: 'pk',
  Item: { pk: data.orderId, eventId: id },
}));

describe('a guard consumer', () => {
  it('G2 creates one item per event and acknowledges copies', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1));
    await bench.deliver(recording);
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(recording);

    expect(bench.outcomes).toEqual(['applied source-1', 'duplicate source-2']);
    expect(bench.database.items('facts')).toMatchObject([{ pk: 'order-1' }]);
    expect(bench.database.markers.size).toBe(0);
  });

  it('dead-letters an event whose item was created by another event', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1));
    await bench.send(orderPlacedEnvelope(2, { data: { orderId: 'order-1' } }));

    const kept = await bench.deliver(recording);

    expect(kept).toEqual([]);
    expect(bench.reports).toMatchObject([{ reason: 'NON_RETRYABLE', error: 'GUARD_OCCUPIED' }]);
  });
});
