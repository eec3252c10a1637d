import { describe, expect, it } from 'vitest';
import { gatherBatch } from '../../../embedded/event-sources/sqs/gather-batch.ts';
import type { SqsMessage } from '../../../embedded/event-sources/sqs/sqs-message.ts';

interface Arrival {
  readonly at: number;
  readonly bodies: readonly string[];
}

/** A queue on a clock that only moves while somebody waits. */
class ClockedQueue {
  now = 0;
  readonly receives: { readonly most: number; readonly waitSeconds: number }[] = [];
  #arrivals: Arrival[];

  constructor(...arrivals: Arrival[]) {
    this.#arrivals = arrivals;
  }

  async gather(batchSize: number, windowSeconds: number, isOpen: () => boolean = () => true): Promise<string[]> {
    const messages = await gatherBatch({
      batchSize,
      windowSeconds,
      receive: async (most, waitSeconds) => this.#receive(most, waitSeconds),
      rest: async (milliseconds) => {
        this.now += milliseconds;
      },
      isOpen,
      now: () => this.now,
    });
    return messages.map((message) => message.Body);
  }

  #receive(most: number, waitSeconds: number): SqsMessage[] {
    this.receives.push({ most, waitSeconds });
    const next = this.#arrivals[0];
    if (next === undefined || next.at > this.now + waitSeconds * 1000) {
      this.now += waitSeconds * 1000;
      return [];
    }
    this.#arrivals = this.#arrivals.slice(1);
    this.now = Math.max(this.now, next.at);
    return next.bodies.map((Body) => ({ MessageId: Body, ReceiptHandle: Body, MD5OfBody: '', Body }));
  }
}

describe('gatherBatch', () => {
  it('returns what the first receive brings when there is no window', async () => {
    const queue = new ClockedQueue({ at: 400, bodies: ['a'] }, { at: 401, bodies: ['b'] });

    expect(await queue.gather(10, 0)).toEqual(['a']);
    expect(queue.receives).toEqual([{ most: 10, waitSeconds: 1 }]);
  });

  it('is empty after a second without a message', async () => {
    const queue = new ClockedQueue({ at: 1500, bodies: ['a'] });

    expect(await queue.gather(10, 5)).toEqual([]);
    expect(queue.now).toBe(1000);
  });

  it('opens its window with the first message and takes what comes before it closes', async () => {
    const queue = new ClockedQueue(
      { at: 500, bodies: ['a'] },
      { at: 1800, bodies: ['b'] },
      { at: 2400, bodies: ['c'] },
      { at: 2600, bodies: ['late'] },
    );

    expect(await queue.gather(10, 2)).toEqual(['a', 'b', 'c']);
    expect(queue.now).toBe(2500);
  });

  it('closes early when the batch is full, and never asks for more than is missing', async () => {
    const queue = new ClockedQueue({ at: 0, bodies: ['a', 'b'] }, { at: 10, bodies: ['c'] });

    expect(await queue.gather(3, 300)).toEqual(['a', 'b', 'c']);
    expect(queue.receives.map(({ most }) => most)).toEqual([3, 1]);
    expect(queue.now).toBe(10);
  });

  it('closes early when the mapping is paused', async () => {
    const queue = new ClockedQueue({ at: 0, bodies: ['a'] });

    expect(await queue.gather(10, 300, () => queue.now < 2000)).toEqual(['a']);
    expect(queue.now).toBe(2000);
  });

  it('closes early when the bodies near the payload limit', async () => {
    const queue = new ClockedQueue({ at: 0, bodies: ['x'.repeat(6_000_000)] }, { at: 1, bodies: ['b'] });

    expect(await queue.gather(10, 300)).toHaveLength(1);
  });
});
