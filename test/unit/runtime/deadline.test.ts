import { describe, expect, it } from 'vitest';
import type { ReceivedEvent, TransactionalContext } from '../../../lambdas/runtime/event-context.ts';
import { guardConsumer } from '../../../lambdas/runtime/guard-consumer.ts';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';
import { ConsumerBench } from './consumer-bench.ts';
import { hangingEvents, orderHanging, orderPlaced, orderPlacedEnvelope } from './sample-events.ts';

const START = 1_767_225_600_000;
const source = { source: '/a' };

const emitHanging = ({ data }: ReceivedEvent<unknown>, { transaction }: TransactionalContext) =>
  transaction.emit(orderHanging, data);

describe('the deadline of an invocation', () => {
  it('aborts the signal 700 ms before the end', async () => {
    const bench = new ConsumerBench();
    let abortedAt = 0;
    const definition = leaseConsumer(source).on(orderPlaced, async (_event, { signal }) => {
      await bench.clock.sleep(60_000, signal);
      abortedAt = bench.clock.now() - START;
      signal.throwIfAborted();
    });
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(definition, { timeoutMs: 3_000 });

    expect(abortedAt).toBe(2_300);
    expect(bench.lines).toMatchObject([{ outcome: 'retry', error: 'HANDLER_TIMEOUT', attempt: 1 }]);
  });

  it('abandons a handler 400 ms before the end', async () => {
    const bench = new ConsumerBench();
    const definition = leaseConsumer(source).on(orderPlaced, () => new Promise(() => undefined));
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(definition, { timeoutMs: 3_000 });

    expect(bench.clock.now() - START).toBe(2_600);
  });

  it('reports errors that the abort caused as HANDLER_TIMEOUT, and frees the lease of a handler that stopped', async () => {
    const bench = new ConsumerBench();
    const definition = leaseConsumer(source).on(orderPlaced, async (_event, { signal }) => {
      await bench.clock.sleep(60_000, signal);
      throw new Error('socket was closed');
    });
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(definition, { timeoutMs: 3_000 });

    expect(bench.lines).toMatchObject([{ error: 'HANDLER_TIMEOUT' }]);
    expect(bench.database.markers.size).toBe(0);
  });

  it.each([
    ['transactional', transactionalConsumer({ source: '/a', topics: [hangingEvents] }).on(orderPlaced, emitHanging)],
    [
      'guard',
      guardConsumer({ source: '/a', topics: [hangingEvents] }).on(orderPlaced, (event, context) => {
        context.emit(orderHanging, event.data);
        return { TableName: 'facts', partitionKey: 'pk', Item: { pk: event.id } };
      }),
    ],
    [
      'lease',
      leaseConsumer({ source: '/a', topics: [hangingEvents] }).on(orderPlaced, ({ data }, { emit }) =>
        emit(orderHanging, data),
      ),
    ],
  ])(
    'G4 abandons a %s consumer whose emitted event is never validated, and goes on with its batch',
    async (_mode, definition) => {
      const bench = new ConsumerBench();
      await bench.send(orderPlacedEnvelope(1));
      await bench.send('no envelope');

      const kept = await bench.deliver(definition, { timeoutMs: 10_000 });

      expect(kept).toEqual(['source-1']);
      expect(bench.lines.at(-1)).toMatchObject({ outcome: 'retry', attempt: 1, error: 'HANDLER_TIMEOUT' });
    },
  );

  it('applies the effect of a handler that returns after the abort', async () => {
    const bench = new ConsumerBench();
    const definition = leaseConsumer(source).on(orderPlaced, (_event, { signal }) => bench.clock.sleep(60_000, signal));
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(definition, { timeoutMs: 3_000 });

    expect(bench.outcomes).toEqual(['applied source-1']);
  });

  it('starts no handler in the last second, and gives the messages back at once', async () => {
    const bench = new ConsumerBench({ settings: { concurrency: 1 } });
    const definition = leaseConsumer(source).on(orderPlaced, () => bench.clock.sleep(2_001));
    await bench.send(orderPlacedEnvelope(1));
    await bench.send(orderPlacedEnvelope(2));

    const kept = await bench.deliver(definition, { timeoutMs: 3_000 });

    expect(kept).toEqual(['source-2']);
    expect(bench.lines.at(-1)).toMatchObject({ outcome: 'held-back', attempt: 0, retryInSeconds: 0 });
    expect(bench.queue.receive()).toHaveLength(1);
  });

  it('starts a handler while a second is left', async () => {
    const bench = new ConsumerBench({ settings: { concurrency: 1 } });
    const definition = leaseConsumer(source).on(orderPlaced, ({ data }) =>
      bench.clock.sleep(data.orderId === 'order-1' ? 2_000 : 1),
    );
    await bench.send(orderPlacedEnvelope(1));
    await bench.send(orderPlacedEnvelope(2));

    expect(await bench.deliver(definition, { timeoutMs: 3_000 })).toEqual([]);
  });

  it('starts the first handler of a short invocation', async () => {
    const bench = new ConsumerBench();
    const definition = leaseConsumer(source).on(orderPlaced, () => undefined);
    await bench.send(orderPlacedEnvelope(1));

    expect(await bench.deliver(definition, { timeoutMs: 900 })).toEqual([]);
  });

  it('tells handlers how long they have', async () => {
    const bench = new ConsumerBench();
    const left: number[] = [];
    const definition = leaseConsumer(source).on(orderPlaced, async (_event, context) => {
      left.push(context.remainingTimeMs());
      await bench.clock.sleep(300);
      left.push(context.remainingTimeMs());
    });
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(definition, { timeoutMs: 3_000 });

    expect(left).toEqual([2_300, 2_000]);
  });

  it('leaves nobody sleeping when the batch is done', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(leaseConsumer(source).on(orderPlaced, () => undefined));

    await expect(bench.clock.drive(new Promise(() => undefined))).rejects.toThrow(/nobody sleeps on this clock/);
  });
});
