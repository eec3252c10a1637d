import { describe, expect, it } from 'vitest';
import { codeOf, MessagingWorld } from '../messaging-world.ts';

const GUIDE = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest';

/** Has 120,000 messages in flight and one that waits. */
function full(queueName: string) {
  const world = new MessagingWorld();
  const queueArn = world.queue(queueName, { visibilityTimeout: 30 });
  for (let sent = 0; sent <= 120_000; sent += 1) {
    const ids = queueName.endsWith('.fifo') ? { messageGroupId: `g${sent}`, messageDeduplicationId: `${sent}` } : {};
    world.sqs.sendMessage({ queueArn, body: 'x', ...ids });
  }
  for (let received = 0; received < 120_000; received += 10) world.receive(queueArn);
  return { world, queueArn };
}

describe(`receiving, ${GUIDE}/APIReference/API_ReceiveMessage.html`, () => {
  it('gives one message unless more are asked for, the oldest first', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue();
    world.send(queueArn, 'a', 'b', 'c');

    expect(world.sqs.receiveMessage({ queueArn }).messages).toMatchObject([{ body: 'a', sentTimestamp: world.now }]);
    expect(world.bodies(queueArn)).toEqual(['b', 'c']);
  });

  it.each([
    [{ maxNumberOfMessages: 0 }],
    [{ maxNumberOfMessages: 11 }],
    [{ visibilityTimeout: -1 }],
    [{ visibilityTimeout: 43_201 }],
    [{ waitTimeSeconds: -1 }],
    [{ waitTimeSeconds: 21 }],
  ])('rejects %o', (request) => {
    const world = new MessagingWorld();

    expect(codeOf(() => world.sqs.receiveMessage({ queueArn: world.queue(), ...request }))).toBe(
      'InvalidParameterValue',
    );
  });

  it('fails on a queue that does not exist', () => {
    const world = new MessagingWorld();

    expect(codeOf(() => world.receive('arn:aws:sqs:us-east-1:000000000000:none'))).toBe('QueueDoesNotExist');
  });
});

describe(`long polling, ${GUIDE}/SQSDeveloperGuide/sqs-short-and-long-polling.html`, () => {
  it.each([
    [0, undefined, undefined],
    [0, 20, 20_000],
    [5, undefined, 5_000],
    [5, 0, undefined],
  ])('with %d seconds of the queue and %d of the call says how long to wait: %d ms', (ofQueue, ofCall, waitMs) => {
    const world = new MessagingWorld();
    const queueArn = world.queue('queue', { receiveMessageWaitTimeSeconds: ofQueue });

    const { messages, waitUntil } = world.sqs.receiveMessage({ queueArn, waitTimeSeconds: ofCall });

    expect(messages).toEqual([]);
    expect(waitUntil && waitUntil - world.now).toBe(waitMs);
  });

  it('does not wait when there is a message', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue();
    world.send(queueArn, 'a');

    expect(world.sqs.receiveMessage({ queueArn, waitTimeSeconds: 20 }).waitUntil).toBe(undefined);
  });
});

describe(`messages in flight, ${GUIDE}/SQSDeveloperGuide/quotas-messages.html`, () => {
  it('are at most 120,000 on a standard queue: OverLimit, unless the call waits', () => {
    const { world, queueArn } = full('queue');

    expect(codeOf(() => world.receive(queueArn))).toBe('OverLimit');
    expect(world.sqs.receiveMessage({ queueArn, waitTimeSeconds: 1 }).messages).toEqual([]);
    world.advance(30_000);
    expect(world.receive(queueArn)).toHaveLength(10);
  });

  it('are at most 120,000 on a FIFO queue: no error, and no message', () => {
    const { world, queueArn } = full('queue.fifo');

    expect(world.bodies(queueArn)).toEqual([]);
  });
});

describe(`at-least-once delivery, ${GUIDE}/SQSDeveloperGuide/standard-queues-at-least-once-delivery.html`, () => {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const inOrder = (queueName: string, reorderWithin: number) => {
    const world = new MessagingWorld({ faults: { reorderWithin } });
    const queueArn = world.queue(queueName);
    for (const letter of letters) {
      const ids = queueName.endsWith('.fifo') ? { messageGroupId: 'g', messageDeduplicationId: letter } : {};
      world.sqs.sendMessage({ queueArn, body: letter, ...ids });
    }
    return [...world.bodies(queueArn), ...world.bodies(queueArn), ...world.bodies(queueArn)];
  };

  it('is in order by default, and on a FIFO queue whatever the faults', () => {
    expect(inOrder('queue', 0)).toEqual(letters);
    expect(inOrder('queue.fifo', 5)).toEqual(letters.slice(0, 10));
  });

  it('lets messages fall behind by as much as the faults say, the same for the same seed', () => {
    const order = inOrder('queue', 3);
    const late = order.map((letter, place) => place - letters.indexOf(letter));

    expect(order).not.toEqual(letters);
    expect([...order].sort()).toEqual(letters);
    expect(Math.max(...late)).toBeLessThanOrEqual(3);
    expect(inOrder('queue', 3)).toEqual(order);
  });

  it('gives a message twice where the faults say so', () => {
    const world = new MessagingWorld({ faults: { duplicateShare: 1 } });
    const queueArn = world.queue();
    world.send(queueArn, 'a');

    expect([world.bodies(queueArn), world.bodies(queueArn)]).toEqual([['a'], ['a']]);
  });

  it('gives a deleted message again where the faults say so', () => {
    const world = new MessagingWorld({ faults: { undeletedShare: 1 } });
    const queueArn = world.queue('queue', { visibilityTimeout: 30 });
    world.send(queueArn, 'a');
    world.sqs.deleteMessage({ queueArn, receiptHandle: world.receive(queueArn)[0]?.receiptHandle ?? '' });
    const hidden = world.bodies(queueArn);
    world.advance(30_000);

    expect([hidden, world.bodies(queueArn)]).toEqual([[], ['a']]);
  });
});
