import { describe, expect, it } from 'vitest';
import { codeOf, MessagingWorld } from '../messaging-world.ts';

/** A queue whose only message was received, timed out and perhaps received again. */
function staleHandle(queueName: string, receivedAgain: boolean) {
  const world = new MessagingWorld();
  const queueArn = world.queue(queueName, { visibilityTimeout: 30 });
  world.send(queueArn, 'a');
  const receiptHandle = world.receive(queueArn)[0]?.receiptHandle ?? '';
  world.advance(30_000);
  if (receivedAgain) world.receive(queueArn);
  return { world, queueArn, receiptHandle };
}

describe('receipt handles, https://repost.aws/knowledge-center/sqs-receipt-handle-error', () => {
  it.each([
    ['queue', false, undefined, 0],
    ['queue', true, undefined, 1],
    ['queue.fifo', false, 'InvalidParameterValue', 1],
    ['queue.fifo', true, 'InvalidParameterValue', 1],
  ])('deletes from %s after the time-out, received again %s: %s, %d left', (name, receivedAgain, code, left) => {
    const { world, queueArn, receiptHandle } = staleHandle(name, receivedAgain);

    expect(codeOf(() => world.sqs.deleteMessage({ queueArn, receiptHandle }))).toBe(code);
    expect(world.sqs.messagesOf(queueArn)).toHaveLength(left);
  });

  it('refuses a handle of an earlier receive for a change of visibility', () => {
    const { world, queueArn, receiptHandle } = staleHandle('queue', true);

    const change = () => world.sqs.changeMessageVisibility({ queueArn, receiptHandle, visibilityTimeout: 0 });

    expect(codeOf(change)).toBe('InvalidParameterValue');
    expect(world.bodies(queueArn)).toEqual([]);
  });

  it.each(['', 'nonsense', 'queue/7/1/1'])('refuses what is no handle of the queue: %s', (receiptHandle) => {
    const world = new MessagingWorld();
    const queueArn = world.queue();

    expect(codeOf(() => world.sqs.deleteMessage({ queueArn, receiptHandle }))).toBe('ReceiptHandleIsInvalid');
  });

  it('refuses a handle of another queue, and of an earlier queue of the same name', () => {
    const world = new MessagingWorld();
    const [one, other] = [world.queue('one'), world.queue('other')];
    world.send(one, 'a');
    const receiptHandle = world.receive(one)[0]?.receiptHandle ?? '';
    const inOther = codeOf(() => world.sqs.deleteMessage({ queueArn: other, receiptHandle }));
    world.sqs.deleteQueue({ queueArn: one });
    world.advance(60_000);
    const again = world.queue('one');

    expect(inOther).toBe('ReceiptHandleIsInvalid');
    expect(codeOf(() => world.sqs.deleteMessage({ queueArn: again, receiptHandle }))).toBe('ReceiptHandleIsInvalid');
  });

  it('deletes once, and answers a repeated deletion the same', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue('queue.fifo');
    world.send(queueArn, 'a');
    const receiptHandle = world.receive(queueArn)[0]?.receiptHandle ?? '';

    world.sqs.deleteMessage({ queueArn, receiptHandle });

    expect(codeOf(() => world.sqs.deleteMessage({ queueArn, receiptHandle }))).toBe(undefined);
    world.advance(12 * 3_600_000);
    expect(world.bodies(queueArn)).toEqual([]);
  });
});
