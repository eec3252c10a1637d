import { describe, expect, it } from 'vitest';
import { InMemoryMessageQueue } from '../../../../testing/in-memory/in-memory-message-queue.ts';
import { ManualClock } from '../../../../testing/in-memory/manual-clock.ts';

const message = (body: string, groupId?: string, deduplicationId?: string) => ({
  body,
  attributes: {},
  groupId,
  deduplicationId,
});

const open = (name?: string) => {
  const clock = new ManualClock();
  return { clock, queue: new InMemoryMessageQueue(clock, { name, visibilityTimeoutSeconds: 30 }) };
};

const bodies = (queue: InMemoryMessageQueue, maxMessages?: number) =>
  queue.receive(maxMessages).map(({ body }) => body);

describe('InMemoryMessageQueue', () => {
  it('hides what it gives, and gives it again with a higher receive count', async () => {
    const { clock, queue } = open();
    await queue.send(message('a'));

    const first = queue.receive();
    const hidden = bodies(queue);
    clock.advance(30_000);
    const again = queue.receive();

    expect(first[0]?.attributes['ApproximateReceiveCount']).toBe('1');
    expect(hidden).toEqual([]);
    expect(again[0]).toMatchObject({ messageId: first[0]?.messageId, attributes: { ApproximateReceiveCount: '2' } });
    expect(again[0]?.receiptHandle).not.toBe(first[0]?.receiptHandle);
  });

  it('changes visibility by the handle of the last receive only', async () => {
    const { clock, queue } = open();
    await queue.send(message('a'));
    const [stale] = queue.receive();
    clock.advance(30_000);
    queue.receive();

    await queue.changeVisibility([{ receiptHandle: stale?.receiptHandle ?? '', seconds: 0 }]);

    expect(bodies(queue)).toEqual([]);
  });

  it('deletes by handle and acknowledges by response', async () => {
    const { queue } = open();
    for (const body of ['a', 'b', 'c']) {
      await queue.send(message(body));
    }
    const records = queue.receive();
    await queue.delete([records[0]?.receiptHandle ?? '']);

    queue.acknowledge(records, { batchItemFailures: [{ itemIdentifier: records[2]?.messageId ?? '' }] });

    expect(queue.messages.map(({ body }) => body)).toEqual(['c']);
  });

  it('gives nothing of a FIFO group while a message of it is in flight', async () => {
    const { clock, queue } = open('orders.fifo');
    await queue.send(message('a1', 'a'));
    await queue.send(message('a2', 'a'));
    await queue.send(message('b1', 'b'));

    expect(bodies(queue, 1)).toEqual(['a1']);
    expect(bodies(queue)).toEqual(['b1']);
    clock.advance(30_000);
    expect(bodies(queue)).toEqual(['a1', 'a2', 'b1']);
  });

  it('swallows FIFO copies for five minutes', async () => {
    const { clock, queue } = open('orders.fifo');
    await queue.send(message('a', 'g', 'd1'));
    clock.advance(299_999);
    await queue.send(message('b', 'g', 'd1'));
    clock.advance(1);
    await queue.send(message('c', 'g', 'd1'));

    expect(queue.messages.map(({ body }) => body)).toEqual(['a', 'c']);
  });
});
