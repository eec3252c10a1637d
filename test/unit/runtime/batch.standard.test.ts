import { describe, expect, it } from 'vitest';
import { createConsumer } from '../../../lambdas/runtime/create-consumer.ts';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import type { TransactionRequest } from '../../../lambdas/runtime/ports/index.ts';
import type { SqsEvent } from '../../../lambdas/runtime/sqs-event.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';
import { ConsumerBench, invocationOf } from './consumer-bench.ts';
import { orderPlaced, orderPlacedEnvelope } from './sample-events.ts';
import { withMethods } from './with-methods.ts';

/** Fails the orders named, and takes 100 ms for each. */
const handling = (bench: ConsumerBench, failing: readonly string[] = []) =>
  leaseConsumer({ source: '/a' }).on(orderPlaced, async ({ data }) => {
    await bench.clock.sleep(100);
    if (failing.includes(data.orderId)) {
      throw new Error(`${data.orderId} failed`);
    }
  });

describe('a standard batch', () => {
  it('G4 keeps exactly the messages that failed', async () => {
    const bench = new ConsumerBench();
    for (const number of [1, 2, 3, 4]) {
      await bench.send(orderPlacedEnvelope(number));
    }

    const kept = await bench.deliver(handling(bench, ['order-2', 'order-4']));

    expect(kept).toEqual(['source-2', 'source-4']);
    expect(bench.queue.messages.map(({ messageId }) => messageId)).toEqual(['source-2', 'source-4']);
  });

  it('answers an empty list only when all succeeded', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1));

    expect(await bench.deliver(handling(bench))).toEqual([]);
  });

  it('runs as many handlers at a time as it is allowed to', async () => {
    const bench = new ConsumerBench({ settings: { concurrency: 3 } });
    for (const number of [1, 2, 3, 4, 5, 6]) {
      await bench.send(orderPlacedEnvelope(number));
    }

    await bench.deliver(handling(bench));

    expect(bench.clock.now() - 1_767_225_600_000).toBe(200);
  });

  it('loses no neighbour when the runtime itself fails on one message', async () => {
    const bench = new ConsumerBench();
    const transactions = withMethods(bench.transactions, {
      commit: (request: TransactionRequest) =>
        request.marker.kind === 'insert' && request.marker.key.endsWith('2')
          ? Promise.reject(new Error('throttled'))
          : bench.transactions.commit(request),
    });
    for (const number of [1, 2, 3]) {
      await bench.send(orderPlacedEnvelope(number));
    }
    const definition = transactionalConsumer({ source: '/a' }).on(orderPlaced, () => undefined);

    const kept = await bench.deliver(definition, { ports: { transactions } });

    expect(kept).toEqual(['source-2']);
  });

  it('keeps messages whose visibility cannot be changed', async () => {
    const bench = new ConsumerBench();
    const queue = withMethods(bench.queue, {
      changeVisibility: () => Promise.reject(new Error('queue is down')),
    });
    await bench.send(orderPlacedEnvelope(1));

    const kept = await bench.deliver(handling(bench, ['order-1']), { ports: { queue } });

    expect(kept).toEqual(['source-1']);
  });

  it.each([
    ['no event', undefined, 'event must be an SQS event with Records'],
    ['a test event of the console', { key1: 'value1' }, 'event must be an SQS event with Records'],
    [
      'a record without an id',
      { Records: [{ receiptHandle: 'r', body: '{}' }] },
      'Records[0].messageId must be a string',
    ],
    ['no record', { Records: [null] }, 'Records[0].messageId must be a string'],
    [
      'a stream record',
      { Records: [{ messageId: 'm', receiptHandle: 'r', dynamodb: {} }] },
      'Records[0].body must be a string',
    ],
  ])('rejects %s before it runs anything', async (_what, event, message) => {
    const bench = new ConsumerBench();
    const consumer = createConsumer(handling(bench), bench.settings, bench.ports);

    const answer = consumer(event as unknown as SqsEvent, invocationOf(bench.clock, 1_000));

    await expect(answer).rejects.toMatchObject({
      code: 'SQS_EVENT_INVALID',
      message: expect.stringContaining(message),
    });
  });

  it('answers an empty batch with an empty list', async () => {
    const bench = new ConsumerBench();

    expect(await bench.deliver(handling(bench), { records: [] })).toEqual([]);
  });
});
