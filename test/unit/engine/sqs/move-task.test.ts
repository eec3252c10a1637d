import { describe, expect, it } from 'vitest';
import type { StartMessageMoveTask } from '../../../../embedded/engine/sqs/move-tasks.ts';
import { codeOf, MessagingWorld } from '../messaging-world.ts';

const GUIDE = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest';

/** A dead-letter queue with these messages, which came from its source. */
function dead(bodies: readonly string[], suffix = '') {
  const world = new MessagingWorld();
  const sourceArn = world.queue(`dead${suffix}`);
  const queueArn = world.queue(`queue${suffix}`, {
    visibilityTimeout: 1,
    redrivePolicy: { deadLetterTargetArn: sourceArn, maxReceiveCount: 1 },
  });
  world.send(queueArn, ...bodies);
  for (let receives = 0; receives < 2 * bodies.length; receives += 1) {
    world.receive(queueArn);
    world.advance(1_000);
  }
  const start = (request: Partial<StartMessageMoveTask> = {}) =>
    world.sqs.startMessageMoveTask({ sourceArn, ...request }).taskHandle;
  const task = () => world.sqs.listMessageMoveTasks({ sourceArn }).results[0];
  return { world, queueArn, sourceArn, start, task };
}

const HOURS_36 = 36 * 3_600;

describe(`moving messages, ${GUIDE}/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html`, () => {
  it('gives each one back to its source as a new message', () => {
    const { world, queueArn, sourceArn, start } = dead(['a', 'b']);
    const ids = world.sqs.messagesOf(sourceArn).map(({ messageId }) => messageId);
    world.advance(60_000);
    const startedAt = world.now;
    start();
    world.advance(1_000);

    const received = world.receive(queueArn);

    expect(received).toMatchObject([
      { body: 'a', approximateReceiveCount: 1, sentTimestamp: startedAt + 2, deadLetterQueueSourceArn: undefined },
      { body: 'b', approximateReceiveCount: 1, sentTimestamp: startedAt + 4, deadLetterQueueSourceArn: undefined },
    ]);
    expect(received.some(({ messageId }) => ids.includes(messageId))).toBe(false);
    expect(world.sqs.messagesOf(sourceArn)).toEqual([]);
  });

  it('moves at the rate that is asked for, and says when it goes on', () => {
    const { world, sourceArn, start, task } = dead(['a', 'b', 'c']);
    start({ maxNumberOfMessagesPerSecond: 2 });
    const left = [];
    for (const _ of [1, 2, 3]) {
      left.push([world.sqs.messagesOf(sourceArn).length, (world.sqs.nextChangeAt() ?? 0) - world.now]);
      world.advance(500);
    }

    expect(left).toEqual([
      [3, 500],
      [2, 500],
      [1, 500],
    ]);
    expect(task()).toMatchObject({
      status: 'RUNNING',
      approximateNumberOfMessagesToMove: 3,
      approximateNumberOfMessagesMoved: 3,
      maxNumberOfMessagesPerSecond: 2,
    });
    world.advance(500);
    expect(task()?.status).toBe('COMPLETED');
    expect(task()?.taskHandle).toBe(undefined);
  });

  it('can go to another queue, in order', () => {
    const { world, start } = dead(['a', 'b', 'c'], '.fifo');
    const destinationArn = world.queue('other.fifo');
    start({ destinationArn });
    world.advance(1_000);

    expect(world.bodies(destinationArn)).toEqual(['a', 'b', 'c']);
  });

  it('leaves what is in flight', () => {
    const { world, sourceArn, start, task } = dead(['a', 'b']);
    world.receive(sourceArn, 1);
    start();
    world.advance(1_000);

    expect(task()).toMatchObject({ status: 'COMPLETED', approximateNumberOfMessagesMoved: 1 });
    expect(world.sqs.messagesOf(sourceArn).map(({ body }) => body)).toEqual(['a']);
  });

  it('stops when it is cancelled, and tells how many it has moved', () => {
    const { world, sourceArn, start, task } = dead(['a', 'b', 'c']);
    const taskHandle = start({ maxNumberOfMessagesPerSecond: 1 });
    world.advance(1_999);

    expect(world.sqs.cancelMessageMoveTask({ taskHandle })).toEqual({ approximateNumberOfMessagesMoved: 1 });
    world.advance(60_000);
    expect(world.sqs.messagesOf(sourceArn)).toHaveLength(2);
    expect(task()?.status).toBe('CANCELLED');
    expect(codeOf(() => world.sqs.cancelMessageMoveTask({ taskHandle }))).toBe('ResourceNotFoundException');
  });

  it('is not cancelled by what is no handle, nor when its queue is gone', () => {
    const { world, sourceArn, start } = dead(['a', 'b']);
    const cancel = (taskHandle: string) => codeOf(() => world.sqs.cancelMessageMoveTask({ taskHandle }));
    const taskHandle = start({ maxNumberOfMessagesPerSecond: 1 });
    const { taskId } = JSON.parse(atob(taskHandle));

    expect(cancel('nonsense')).toBe('InvalidParameterValue');
    expect(cancel(btoa('{"taskId":1}'))).toBe('InvalidParameterValue');
    expect(cancel(btoa(JSON.stringify({ taskId: 'another', sourceArn })))).toBe('ResourceNotFoundException');
    expect(cancel(btoa(JSON.stringify({ taskId, sourceArn: `${sourceArn}-none` })))).toBe('ResourceNotFoundException');
  });

  it('ends after 36 hours with what it has moved', () => {
    const { world, queueArn, sourceArn, start, task } = dead([]);
    for (let second = 0; second <= HOURS_36; second += 1) world.sqs.sendMessage({ queueArn: sourceArn, body: 'x' });
    start({ maxNumberOfMessagesPerSecond: 1, destinationArn: queueArn });
    world.advance((HOURS_36 - 1) * 1_000);

    expect(task()?.status).toBe('RUNNING');
    world.advance(1_000);
    expect(task()).toMatchObject({ status: 'FAILED', failureReason: 'MaximumRunTimeExceeded' });
    expect(task()?.approximateNumberOfMessagesMoved).toBe(HOURS_36 - 1);
  });

  it('fails at a message whose source it cannot tell, and leaves it', () => {
    const { world, sourceArn, start, task } = dead([]);
    world.send(sourceArn, 'sent here');
    start();
    world.advance(1_000);

    expect(task()).toMatchObject({ status: 'FAILED', failureReason: 'CouldNotDetermineMessageSource' });
    expect(world.bodies(sourceArn)).toEqual(['sent here']);
  });

  it('fails when the source is gone', () => {
    const { world, queueArn, sourceArn, start, task } = dead(['a'], '.fifo');
    world.queue('second.fifo', { redrivePolicy: { deadLetterTargetArn: sourceArn, maxReceiveCount: 1 } });
    world.sqs.deleteQueue({ queueArn });
    start();
    world.advance(1_000);

    expect(task()).toMatchObject({ status: 'FAILED', failureReason: 'AWS.SimpleQueueService.NonExistentQueue' });
    expect(world.bodies(sourceArn)).toEqual(['a']);
  });

  it('fails when the dead-letter queue is deleted, and moves nothing more', () => {
    const { world, queueArn, sourceArn, start } = dead(['a', 'b', 'c']);
    start({ maxNumberOfMessagesPerSecond: 1 });
    world.advance(1_000);
    world.sqs.deleteQueue({ queueArn: sourceArn });
    world.advance(60_000);

    expect(world.bodies(queueArn)).toEqual(['a']);
    expect(world.sqs.nextChangeAt()).toBe(world.now + 1_000);
  });
});

describe(`starting a task, ${GUIDE}/APIReference/API_StartMessageMoveTask.html`, () => {
  it('is refused for a queue that is not the dead-letter queue of an SQS queue', () => {
    const { world, queueArn } = dead([]);
    const { topicArn } = world.sns.createTopic({ name: 'topic' });
    const ofTopic = world.queue('dead-of-subscription');
    world.sns.subscribe({
      topicArn,
      protocol: 'sqs',
      endpoint: queueArn,
      attributes: { redrivePolicy: { deadLetterTargetArn: ofTopic } },
    });

    expect(codeOf(() => world.sqs.startMessageMoveTask({ sourceArn: queueArn }))).toBe('InvalidParameterValue');
    expect(codeOf(() => world.sqs.startMessageMoveTask({ sourceArn: ofTopic }))).toBe('InvalidParameterValue');
  });

  it.each([
    [{ maxNumberOfMessagesPerSecond: 0 }, 'InvalidParameterValue'],
    [{ maxNumberOfMessagesPerSecond: 501 }, 'InvalidParameterValue'],
    [{ maxNumberOfMessagesPerSecond: 500 }, undefined],
    [{ destinationArn: 'arn:aws:sqs:us-east-1:000000000000:none' }, 'ResourceNotFoundException'],
    [{ sourceArn: 'arn:aws:sqs:us-east-1:000000000000:none' }, 'ResourceNotFoundException'],
  ])('with %o: %s', (request, code) => {
    const { start } = dead(['a']);

    expect(codeOf(() => start(request))).toBe(code);
  });

  it('is refused to a queue of the other kind', () => {
    const { world, start } = dead(['a']);
    const destinationArn = world.queue('other.fifo');

    expect(codeOf(() => start({ destinationArn }))).toBe('InvalidParameterValue');
  });

  it('is refused while another one of the queue runs', () => {
    const { world, start } = dead(['a']);
    start();

    expect(codeOf(() => start())).toBe('InvalidParameterValue');
    world.advance(1_000);
    expect(codeOf(() => start())).toBe(undefined);
  });

  it('is refused to the 101st running task of the account', () => {
    const world = new MessagingWorld();
    const start = (index: number) => {
      const sourceArn = world.queue(`dead-${index}`);
      world.queue(`queue-${index}`, { redrivePolicy: { deadLetterTargetArn: sourceArn, maxReceiveCount: 1 } });
      world.sqs.startMessageMoveTask({ sourceArn });
    };
    for (let index = 0; index < 100; index += 1) start(index);

    expect(codeOf(() => start(100))).toBe('UnsupportedOperation');
  });
});

describe(`listing tasks, ${GUIDE}/APIReference/API_ListMessageMoveTasks.html`, () => {
  it('gives the newest first, one unless more are asked for, at most ten', () => {
    const { world, sourceArn, start } = dead([]);
    const started = [1, 2].map(() => {
      start();
      const at = world.now;
      world.advance(1_000);
      return at;
    });
    const list = (maxResults?: number) => world.sqs.listMessageMoveTasks({ sourceArn, maxResults }).results;

    expect(list(10).map(({ startedTimestamp }) => startedTimestamp)).toEqual([...started].reverse());
    expect(list()).toHaveLength(1);
    expect(codeOf(() => list(11))).toBe('InvalidParameterValue');
  });
});
