import { describe, expect, it } from 'vitest';
import { codeOf, MessagingWorld } from '../messaging-world.ts';

const GUIDE = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide';

const opened = () => {
  const world = new MessagingWorld();
  return { world, queueArn: world.queue('queue.fifo', { visibilityTimeout: 30 }) };
};

describe(`message groups, ${GUIDE}/FIFO-queues-understanding-logic.html`, () => {
  it('gives several messages of a group in one receive, in order, before it turns to the next group', () => {
    const { world, queueArn } = opened();
    world.send(queueArn, 'a1', 'b1', 'a2', 'a3', 'b2');

    expect(world.bodies(queueArn, 4)).toEqual(['a1', 'a2', 'a3', 'b1']);
  });

  it('gives nothing of a group while any message of it is in flight', () => {
    const { world, queueArn } = opened();
    world.send(queueArn, 'a1', 'a2', 'a3', 'b1');
    const [a1, a2] = world.receive(queueArn, 2);
    const others = world.bodies(queueArn);
    world.sqs.deleteMessage({ queueArn, receiptHandle: a1?.receiptHandle ?? '' });
    const stillLocked = world.bodies(queueArn);
    world.sqs.deleteMessage({ queueArn, receiptHandle: a2?.receiptHandle ?? '' });

    expect([others, stillLocked, world.bodies(queueArn)]).toEqual([['b1'], [], ['a3']]);
  });

  it('gives the whole group again, in order, when a batch of it timed out', () => {
    const { world, queueArn } = opened();
    world.send(queueArn, 'a1', 'a2', 'a3');
    world.bodies(queueArn, 2);
    world.advance(30_000);

    expect(world.bodies(queueArn)).toEqual(['a1', 'a2', 'a3']);
  });

  it('keeps a group locked while one of its batch is hidden for longer', () => {
    const { world, queueArn } = opened();
    world.send(queueArn, 'a1', 'a2', 'a3');
    const [, a2] = world.receive(queueArn, 2);
    world.sqs.changeMessageVisibility({ queueArn, receiptHandle: a2?.receiptHandle ?? '', visibilityTimeout: 60 });
    world.advance(30_000);
    const locked = world.bodies(queueArn);
    world.advance(30_000);

    expect([locked, world.bodies(queueArn)]).toEqual([[], ['a1', 'a2', 'a3']]);
  });

  it('keeps a group locked whose head came back twice while its follower is in flight', () => {
    const { world, queueArn } = opened();
    world.send(queueArn, 'a1', 'a2');
    world.receive(queueArn, 1);
    world.advance(30_000);
    const [a1] = world.receive(queueArn, 2);
    world.sqs.changeMessageVisibility({ queueArn, receiptHandle: a1?.receiptHandle ?? '', visibilityTimeout: 0 });

    expect(world.bodies(queueArn)).toEqual([]);
  });

  it('lets a group go on when its head expires', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue('queue.fifo', { messageRetentionPeriod: 60, visibilityTimeout: 1_000 });
    world.send(queueArn, 'a1');
    world.advance(30_000);
    world.send(queueArn, 'a2');
    world.receive(queueArn, 1);
    world.advance(30_000);

    expect(world.bodies(queueArn)).toEqual(['a2']);
  });

  it('lets a group go on when a head expires that nobody received', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue('queue.fifo', { messageRetentionPeriod: 60 });
    world.send(queueArn, 'a1');
    world.advance(30_000);
    world.send(queueArn, 'a2');
    world.advance(30_000);

    expect(world.bodies(queueArn)).toEqual(['a2']);
  });

  it('numbers messages in the order of sending', () => {
    const { world, queueArn } = opened();
    const numbers = ['a', 'b', 'c'].map(
      (body) =>
        world.sqs.sendMessage({ queueArn, body, messageGroupId: body, messageDeduplicationId: body }).sequenceNumber,
    );

    expect(numbers).toEqual([...numbers].sort());
    expect(numbers[0]).toMatch(/^\d{20}$/);
    expect(world.receive(queueArn).map(({ sequenceNumber }) => sequenceNumber)).toEqual(numbers);
  });
});

describe(`deduplication, ${GUIDE}/FIFO-queues-exactly-once-processing.html`, () => {
  it('takes a copy for five minutes, answers the first one’s ids and delivers nothing', () => {
    const { world, queueArn } = opened();
    const send = () => world.sqs.sendMessage({ queueArn, body: 'x', messageGroupId: 'g', messageDeduplicationId: 'd' });
    const first = send();
    world.advance(299_999);
    const copy = send();
    const inTime = world.sqs.messagesOf(queueArn).length;
    world.advance(1);
    const late = send();

    expect(copy).toEqual(first);
    expect(late.messageId).not.toBe(first.messageId);
    expect([inTime, world.sqs.messagesOf(queueArn).length]).toEqual([1, 2]);
  });

  it('remembers a message that was received and deleted', () => {
    const { world, queueArn } = opened();
    world.send(queueArn, 'a');
    world.sqs.deleteMessage({ queueArn, receiptHandle: world.receive(queueArn)[0]?.receiptHandle ?? '' });
    world.send(queueArn, 'a');

    expect(world.bodies(queueArn)).toEqual([]);
  });

  it('is by the body without its attributes where content-based', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue('queue.fifo', { contentBasedDeduplication: true });
    const send = (body: string, stringValue: string, messageDeduplicationId?: string) =>
      world.sqs.sendMessage({
        queueArn,
        body,
        messageGroupId: 'g',
        messageDeduplicationId,
        messageAttributes: { n: { dataType: 'String', stringValue } },
      });

    send('one', 'x');
    send('one', 'y');
    send('two', 'x');
    send('one', 'x', 'its-own-id');
    const received = world.receive(queueArn);

    expect(received.map(({ body }) => body)).toEqual(['one', 'two', 'one']);
    // The SHA-256 of "one".
    expect(received[0]?.messageDeduplicationId).toBe(
      '7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed',
    );
  });

  it.each([
    ['queue', 1],
    ['messageGroup', 2],
  ] as const)('has the scope %s: the same id in two groups makes %d messages', (deduplicationScope, count) => {
    const world = new MessagingWorld();
    const queueArn = world.queue('queue.fifo', { deduplicationScope });
    for (const messageGroupId of ['g', 'h', 'g']) {
      world.sqs.sendMessage({ queueArn, body: 'x', messageGroupId, messageDeduplicationId: 'd' });
    }

    expect(world.sqs.messagesOf(queueArn)).toHaveLength(count);
  });
});

describe('ReceiveRequestAttemptId, https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html', () => {
  const attempt = (world: MessagingWorld, queueArn: string, receiveRequestAttemptId = 'attempt') =>
    world.sqs.receiveMessage({ queueArn, maxNumberOfMessages: 10, receiveRequestAttemptId }).messages;

  it('gives the same messages and handles again, and starts their time-out again', () => {
    const { world, queueArn } = opened();
    world.send(queueArn, 'a1', 'a2');
    const first = attempt(world, queueArn);
    world.advance(20_000);
    const again = attempt(world, queueArn);
    world.advance(20_000);

    expect(again).toEqual(first);
    expect(world.bodies(queueArn)).toEqual([]);
    world.advance(10_000);
    expect(world.bodies(queueArn)).toEqual(['a1', 'a2']);
  });

  /** Two groups, so that a receive like any other would find something. */
  const received = (queueArn: string, world: MessagingWorld) => {
    world.send(queueArn, 'a1', 'a2');
    const [first] = attempt(world, queueArn);
    world.sqs.sendMessage({ queueArn, body: 'b1', messageGroupId: 'b', messageDeduplicationId: 'b1' });
    return first?.receiptHandle ?? '';
  };

  it.each([
    [
      'was deleted',
      (world: MessagingWorld, queueArn: string, receiptHandle: string) =>
        world.sqs.deleteMessage({ queueArn, receiptHandle }),
    ],
    [
      'changed its visibility',
      (world: MessagingWorld, queueArn: string, receiptHandle: string) =>
        world.sqs.changeMessageVisibility({ queueArn, receiptHandle, visibilityTimeout: 99 }),
    ],
  ])('is refused once a message %s', (_name, change) => {
    const world = new MessagingWorld();
    const queueArn = world.queue('queue.fifo', { visibilityTimeout: 1_000 });
    change(world, queueArn, received(queueArn, world));

    expect(codeOf(() => attempt(world, queueArn))).toBe('InvalidParameterValue');
    expect(world.bodies(queueArn)).toContain('b1');
  });

  it.each([
    [
      'its messages were purged',
      (world: MessagingWorld, queueArn: string) => {
        world.sqs.purgeQueue({ queueArn });
        world.sqs.sendMessage({ queueArn, body: 'b1', messageGroupId: 'b', messageDeduplicationId: 'b2' });
      },
    ],
    ['five minutes have passed', (world: MessagingWorld) => world.advance(300_000)],
  ])('is a receive like any other once %s', (_name, change) => {
    const world = new MessagingWorld();
    const queueArn = world.queue('queue.fifo', { visibilityTimeout: 1_000 });
    received(queueArn, world);
    change(world, queueArn);

    expect(attempt(world, queueArn).map(({ body }) => body)).toEqual(['b1']);
  });

  it('gives new messages once the first ones timed out', () => {
    const { world, queueArn } = opened();
    world.send(queueArn, 'a');
    attempt(world, queueArn);
    world.advance(30_000);

    expect(attempt(world, queueArn)).toMatchObject([{ body: 'a', approximateReceiveCount: 2 }]);
  });

  it('is for FIFO queues, of 1 to 128 characters', () => {
    const { world, queueArn } = opened();

    expect(codeOf(() => attempt(world, world.queue('standard')))).toBe('InvalidParameterValue');
    expect(codeOf(() => attempt(world, queueArn, 'i'.repeat(129)))).toBe('InvalidParameterValue');
    expect(codeOf(() => attempt(world, queueArn, 'i'.repeat(128)))).toBe(undefined);
  });
});
