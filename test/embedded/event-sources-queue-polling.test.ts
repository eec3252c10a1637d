import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../embedded/engines/engine.ts';
import { MappedQueue, startSqs } from './mapped-queue.ts';
import { succeeded } from './scripted-function.ts';

const SOON = { timeout: 10_000, interval: 5 };
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));

let engine: Engine;
const queues: MappedQueue[] = [];

async function mappedQueue(
  attributes: Record<string, string> = {},
  options?: { isFifo: boolean },
): Promise<MappedQueue> {
  const queue = new MappedQueue(engine, options);
  queues.push(queue);
  await queue.create(attributes);
  return queue;
}

beforeAll(async () => {
  engine = await startSqs();
});
afterEach(() => Promise.all(queues.splice(0).map((queue) => queue.stop())));
afterAll(() => engine.stop());

describe('batches', () => {
  it('hold at most BatchSize messages', async () => {
    const queue = await mappedQueue();
    await queue.send(numbers(7));
    queue.map({ BatchSize: 3 });

    await expect.poll(() => queue.size(), SOON).toBe(0);
    expect(queue.bodies.map((bodies) => bodies.length).sort()).toEqual([1, 3, 3]);
  });

  it('gather what comes within the batching window', async () => {
    const queue = await mappedQueue();
    await queue.send(numbers(15));
    queue.map({ BatchSize: 100, MaximumBatchingWindowInSeconds: 1 });

    await expect.poll(() => queue.size(), SOON).toBe(0);
    expect(queue.bodies).toEqual([numbers(15)]);
  });

  it('end their window when they are full', async () => {
    const queue = await mappedQueue();
    await queue.send(numbers(12));
    queue.map({ BatchSize: 12, MaximumBatchingWindowInSeconds: 300 });

    await expect.poll(() => queue.bodies, SOON).toEqual([numbers(12)]);
  });

  it('are split where an event would exceed 6 MB', async () => {
    const queue = await mappedQueue();
    const body = 'x'.repeat(1_000_000);
    await queue.send(Array.from({ length: 8 }, () => body));
    queue.map({ BatchSize: 8 });

    await expect.poll(() => queue.size(), SOON).toBe(0);
    expect(queue.bodies.map((bodies) => bodies.length)).toEqual([6, 2]);
  });
});

describe('concurrency', () => {
  it('is limited by MaximumConcurrency, which can be changed', async () => {
    const queue = await mappedQueue();
    const gate = Promise.withResolvers<void>();
    queue.fn.run = () => gate.promise.then(() => succeeded());
    await queue.send(numbers(9));
    const uuid = queue.map({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
    await expect.poll(() => queue.fn.running, SOON).toBe(2);

    queue.mappings.update(uuid, { ScalingConfig: { MaximumConcurrency: 4 } });
    await expect.poll(() => queue.fn.running, SOON).toBe(4);
    gate.resolve();

    await expect.poll(() => queue.size(), SOON).toBe(0);
    expect(queue.fn.mostRunning).toBe(4);
  });

  it('receives no more messages than it can hand on', async () => {
    const queue = await mappedQueue();
    const gate = Promise.withResolvers<void>();
    queue.fn.run = () => gate.promise.then(() => succeeded());
    await queue.send(numbers(5));
    queue.map({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
    await expect.poll(() => queue.fn.running, SOON).toBe(2);
    const received = () => queue.calls.filter((call) => call === 'ReceiveMessage').length;

    expect(received()).toBe(2);
    gate.resolve();
    await expect.poll(() => queue.size(), SOON).toBe(0);
  });

  it('never runs two messages of a group at once, and lets other groups pass', async () => {
    const queue = await mappedQueue({}, { isFifo: true });
    const gate = Promise.withResolvers<void>();
    queue.fn.run = async ([first]) => {
      if (first?.body === 'a1') await gate.promise;
      return succeeded();
    };
    await queue.send(['a1', 'a2', 'a3'], { MessageGroupId: 'a' });
    queue.map({ BatchSize: 1 });
    await expect.poll(() => queue.fn.running, SOON).toBe(1);
    await queue.send(['b1', 'b2'], { MessageGroupId: 'b' });
    await expect.poll(() => queue.size(), SOON).toBe(3);

    expect(queue.bodies).toEqual([['a1'], ['b1'], ['b2']]);
    gate.resolve();
    await expect.poll(() => queue.size(), SOON).toBe(0);
    expect(queue.bodies).toEqual([['a1'], ['b1'], ['b2'], ['a2'], ['a3']]);
  });
});

describe('a paused mapping', () => {
  it('finishes what it runs, leaves the rest in the queue and goes on when it is resumed', async () => {
    const queue = await mappedQueue();
    const gate = Promise.withResolvers<void>();
    queue.fn.run = () => gate.promise.then(() => succeeded());
    await queue.send(['before']);
    const uuid = queue.map();
    await expect.poll(() => queue.fn.running, SOON).toBe(1);

    expect(queue.mappings.update(uuid, { Enabled: false }).State).toBe('Disabling');
    gate.resolve();
    await expect.poll(() => queue.mappings.describe(uuid).State, SOON).toBe('Disabled');
    await queue.send(['meanwhile']);
    expect(await queue.size()).toBe(1);

    expect(queue.mappings.update(uuid, { Enabled: true }).State).toBe('Enabled');
    await expect.poll(() => queue.bodies, SOON).toEqual([['before'], ['meanwhile']]);
    expect(queue.fn.batches[1]?.[0]?.attributes['ApproximateReceiveCount']).toBe('1');
  });

  it('can be created that way', async () => {
    const queue = await mappedQueue();
    const uuid = queue.map({ Enabled: false });

    expect(queue.mappings.describe(uuid).State).toBe('Disabled');
    expect(queue.calls).toEqual([]);
  });

  it('can be resumed while it is still finishing', async () => {
    const queue = await mappedQueue();
    const uuid = queue.map();
    queue.mappings.update(uuid, { Enabled: false });
    queue.mappings.update(uuid, { Enabled: true });
    await queue.send(['a']);

    await expect.poll(() => queue.bodies, SOON).toEqual([['a']]);
  });
});

describe('a queue that cannot be read', () => {
  it('is tried again, and the mapping says what is wrong', async () => {
    const queue = await mappedQueue();
    let failures = 0;
    queue.intercept = async (action) => {
      if (action === 'ReceiveMessage' && failures++ < 2) throw new Error('The specified queue does not exist.');
      return undefined;
    };
    await queue.send(['a']);
    const uuid = queue.map();
    await expect.poll(() => queue.mappings.describe(uuid).LastProcessingResult, SOON).toContain('does not exist');

    await expect.poll(() => queue.bodies, SOON).toEqual([['a']]);
  });
});

describe('stopping', () => {
  it('does not wait for an idle long poll', async () => {
    const queue = await mappedQueue();
    queue.map();
    await expect.poll(() => queue.calls, SOON).toContain('ReceiveMessage');
    const startedAt = performance.now();
    await queue.stop();

    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
