import { describe, expect, it } from 'vitest';
import { codeOf, MessagingWorld } from '../messaging-world.ts';

const HOURS_12 = 43_200;

describe('visibility timeout, https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html', () => {
  it('hides a received message for the time-out of the queue, and then gives it again', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue('queue', { visibilityTimeout: 30 });
    world.send(queueArn, 'a');

    const [first] = world.receive(queueArn);
    world.advance(29_999);
    const hidden = world.receive(queueArn);
    world.advance(1);
    const [again] = world.receive(queueArn);

    expect(first).toMatchObject({ body: 'a', approximateReceiveCount: 1 });
    expect(hidden).toEqual([]);
    expect(again).toMatchObject({ messageId: first?.messageId, approximateReceiveCount: 2 });
    expect(again?.receiptHandle).not.toBe(first?.receiptHandle);
    expect(again?.approximateFirstReceiveTimestamp).toBe(first?.approximateFirstReceiveTimestamp);
  });

  it('says when the next message becomes visible', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue('queue', { visibilityTimeout: 30 });
    world.send(queueArn, 'a');
    world.receive(queueArn);

    expect(world.sqs.nextChangeAt()).toBe(world.now + 30_000);
  });

  it('gives a message with a time-out of 0 again at once', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue();
    world.send(queueArn, 'a');

    world.sqs.receiveMessage({ queueArn, visibilityTimeout: 0 });

    expect(world.receive(queueArn)).toMatchObject([{ body: 'a', approximateReceiveCount: 2 }]);
  });

  it('changes the time-out of one receive only: the next one has the queue’s again', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue('queue', { visibilityTimeout: 30 });
    world.send(queueArn, 'a');
    const [message] = world.receive(queueArn);

    world.sqs.changeMessageVisibility({
      queueArn,
      receiptHandle: message?.receiptHandle ?? '',
      visibilityTimeout: 100,
    });
    world.advance(99_999);
    const hidden = world.bodies(queueArn);
    world.advance(1);
    const again = world.bodies(queueArn);
    world.advance(30_000);

    expect([hidden, again, world.bodies(queueArn)]).toEqual([[], ['a'], ['a']]);
  });

  it.each([
    [43_201, 0, 'InvalidParameterValue'],
    [-1, 0, 'InvalidParameterValue'],
    [HOURS_12, 0, undefined],
    [HOURS_12, 1_000, 'InvalidParameterValue'],
    [HOURS_12 - 1, 1_000, undefined],
  ])('answers a change to %d seconds, %d ms after the receive, with %s: 12 hours in all', (seconds, after, code) => {
    const world = new MessagingWorld();
    const queueArn = world.queue();
    world.send(queueArn, 'a');
    const [message] = world.receive(queueArn);
    world.advance(after);

    const change = () =>
      world.sqs.changeMessageVisibility({
        queueArn,
        receiptHandle: message?.receiptHandle ?? '',
        visibilityTimeout: seconds,
      });

    expect(codeOf(change)).toBe(code);
  });

  it('refuses to change a message that is not in flight', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue('queue', { visibilityTimeout: 30 });
    world.send(queueArn, 'a');
    const [message] = world.receive(queueArn);
    world.advance(30_000);

    const change = () =>
      world.sqs.changeMessageVisibility({
        queueArn,
        receiptHandle: message?.receiptHandle ?? '',
        visibilityTimeout: 10,
      });

    expect(codeOf(change)).toBe('MessageNotInflight');
  });
});
