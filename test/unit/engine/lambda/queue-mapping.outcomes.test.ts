import { describe, expect, it } from 'vitest';
import type { InvocationOutcome } from '../../../../embedded/engine/lambda/invocation-outcome.ts';
import { mappedQueue } from './mapped-sources.ts';

const VISIBILITY_MS = 30_000;

/** What is left in the queue after a batch of `a` and `b` with this outcome. */
function leftAfter(outcome: InvocationOutcome, properties = {}) {
  const world = mappedQueue(properties);
  world.send('a', 'b');
  const batch = world.mapping.poll();
  if (batch === undefined) throw new Error('no batch');
  world.mapping.settle(batch, outcome);
  return Object.keys(world.receiveCounts());
}
const success = (payload: unknown): InvocationOutcome => ({ outcome: 'success', payload: JSON.stringify(payload) });

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html: partial batch responses. */
describe('the messages of a batch', () => {
  it.each([
    ['an empty list of failures', success({ batchItemFailures: [] })],
    ['a null list', success({ batchItemFailures: null })],
    ['an empty answer', success({})],
    ['null', success(null)],
    ['nothing', { outcome: 'success', payload: '' } as const],
  ])('are all deleted after %s', (_case, outcome) => {
    expect(leftAfter(outcome)).toEqual([]);
  });

  it.each([
    ['an answer that is no JSON', { outcome: 'success', payload: '{oops' } as const],
    ['an empty identifier', success({ batchItemFailures: [{ itemIdentifier: '' }] })],
    ['a null identifier', success({ batchItemFailures: [{ itemIdentifier: null }] })],
    ['a bad key name', success({ batchItemFailures: [{ id: 'x' }] })],
    ['an identifier that is not in the batch', success({ batchItemFailures: [{ itemIdentifier: 'unknown' }] })],
    ['a list that is none', success({ batchItemFailures: 'all' })],
    ['an error of the function', { outcome: 'error' } as const],
  ])('all stay after %s', (_case, outcome) => {
    expect(leftAfter(outcome)).toEqual(['a', 'b']);
  });

  it('are all deleted after any answer when the mapping does not read answers', () => {
    const failing = success({ batchItemFailures: [{ itemIdentifier: 'unknown' }] });

    expect(leftAfter(failing, { FunctionResponseTypes: [] })).toEqual([]);
    expect(leftAfter({ outcome: 'error' }, { FunctionResponseTypes: [] })).toEqual(['a', 'b']);
  });

  it('come back alone when they failed, after their visibility timeout and with a higher receive count', () => {
    const { send, run, receiveCounts, advance } = mappedQueue();
    send('a', 'b', 'c');

    expect(run('b')).toEqual(['a', 'b', 'c']);
    expect(receiveCounts()).toEqual({ b: 1 });
    advance(VISIBILITY_MS - 1);
    expect(run()).toBeUndefined();
    advance(1);

    expect(run('b')).toEqual(['b']);
    expect(receiveCounts()).toEqual({ b: 2 });
  });

  it('of a FIFO group hold back those behind them until they come back', () => {
    const { send, run, advance } = mappedQueue({}, { fifoQueue: true });
    send('a1', 'a2', 'b1');

    expect(run('a1', 'a2')).toEqual(['a1', 'a2', 'b1']);
    send('a3', 'b2');
    expect(run()).toEqual(['b2']);
    advance(VISIBILITY_MS);

    expect(run()).toEqual(['a1', 'a2', 'a3']);
  });

  it('are settled once', () => {
    const { send, mapping } = mappedQueue();
    send('a');
    const batch = mapping.poll();
    mapping.settle(batch as never, { outcome: 'error' });

    expect(() => mapping.settle(batch as never, { outcome: 'error' })).toThrow('the batch is not out');
  });
});

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html: back-off for throttled invocations. */
describe('a throttled batch', () => {
  it('is tried again with growing pauses while its messages are hidden, then dropped: its receives are burnt', () => {
    const { send, mapping, run, advance, clock, receiveCounts, concurrency } = mappedQueue({}, {}, 0);
    const start = clock.now();
    send('a');

    expect(run()).toBeUndefined();
    expect(receiveCounts()).toEqual({ a: 1 });
    const tries: number[] = [];
    while (clock.now() < start + VISIBILITY_MS - 1) {
      advance(Math.min((mapping.nextChangeAt() as number) - clock.now(), start + VISIBILITY_MS - 1 - clock.now()));
      tries.push((clock.now() - start) / 1000);
      expect(run()).toBeUndefined();
    }
    expect(tries).toEqual([1, 3, 7, 15, 29.999]);
    expect(receiveCounts()).toEqual({ a: 1 });

    advance(1);
    expect(run()).toBeUndefined();
    expect(receiveCounts()).toEqual({ a: 2 });

    concurrency.reserved = 1;
    advance(1_000);
    expect(run()).toEqual(['a']);
    expect(receiveCounts()).toEqual({});
  });

  it('is dropped when the first of its messages is visible again, however long it was gathered', () => {
    const window = { BatchSize: 100, MaximumBatchingWindowInSeconds: 10 };
    const { send, run, advance, clock, mapping, receiveCounts, concurrency } = mappedQueue(window, {}, 0);
    const start = clock.now();
    send('a');
    expect(run()).toBeUndefined();
    while (clock.now() < start + VISIBILITY_MS) {
      advance(Math.min(mapping.nextChangeAt() as number, start + VISIBILITY_MS) - clock.now());
      expect(run()).toBeUndefined();
    }
    concurrency.reserved = 1;

    // It is received once more, for a batch of its own.
    expect(receiveCounts()).toEqual({ a: 2 });
    expect(mapping.nextChangeAt()).toBe(clock.now() + 10_000);
  });

  it("is received although it cannot run: reserved concurrency below the mapping's burns receives", () => {
    const { send, mapping, receiveCounts, concurrency } = mappedQueue({ BatchSize: 1 }, {}, 1);
    send('a', 'b', 'c');

    expect(mapping.poll()?.messages.map(({ body }) => body)).toEqual(['a']);
    expect(mapping.poll()).toBeUndefined();

    expect(receiveCounts()).toEqual({ a: 1, b: 1, c: 1 });
    expect(concurrency.running).toBe(1);
  });

  it('may be throttled by the driver as well', () => {
    const { send, mapping, run, advance, receiveCounts } = mappedQueue();
    send('a');
    mapping.settle(mapping.poll() as never, { outcome: 'throttled' });

    expect(run()).toBeUndefined();
    advance(1_000);
    expect(run()).toEqual(['a']);
    expect(receiveCounts()).toEqual({});
  });

  it('ends in the dead-letter queue after enough receives, without having run once', () => {
    const world = mappedQueue({}, {}, 0);
    const { queueArn: deadLetterTargetArn } = world.sqs.createQueue({ queueName: 'dead' });
    world.sqs.setQueueAttributes({
      queueArn: world.queueArn,
      attributes: { redrivePolicy: { deadLetterTargetArn, maxReceiveCount: 3 } },
    });
    world.send('a');

    for (let receives = 0; receives < 4; receives++) {
      expect(world.run()).toBeUndefined();
      world.advance(VISIBILITY_MS);
    }

    expect(world.receiveCounts()).toEqual({});
    expect(world.sqs.messagesOf(deadLetterTargetArn).map(({ body }) => body)).toEqual(['a']);
  });
});

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html */
describe('a queue mapping that is disabled', () => {
  it('receives nothing more, is disabling until its batches are settled, and goes on when it is enabled', () => {
    const { send, mapping, run } = mappedQueue();
    send('a');
    const batch = mapping.poll();

    mapping.disable();
    expect(mapping.state).toBe('Disabling');
    send('b');
    expect(run()).toBeUndefined();
    mapping.settle(batch as never, { outcome: 'success', payload: '' });
    expect(mapping.state).toBe('Disabled');
    expect(run()).toBeUndefined();

    mapping.enable();
    expect(mapping.state).toBe('Enabled');
    expect(run()).toEqual(['b']);
  });

  it('delivers what it had gathered', () => {
    const { send, mapping, run } = mappedQueue({ MaximumBatchingWindowInSeconds: 300 });
    send('a');
    expect(run()).toBeUndefined();

    mapping.disable();

    expect(mapping.state).toBe('Disabling');
    expect(run()).toEqual(['a']);
    expect(mapping.state).toBe('Disabled');
  });

  it('takes another batch size from the next batch on', () => {
    const { send, mapping, run, configure } = mappedQueue();
    send('a', 'b', 'c');

    mapping.update(configure({ BatchSize: 2 }));

    expect(run()).toEqual(['a', 'b']);
  });
});
