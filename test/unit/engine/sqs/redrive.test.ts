import { describe, expect, it } from 'vitest';
import type { RedriveAllowPolicy } from '../../../../embedded/engine/sqs/queue-attributes.ts';
import { codeOf, MessagingWorld } from '../messaging-world.ts';

const GUIDE = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide';

/** A queue that dead-letters after `maxReceiveCount` receives. */
function pair(suffix = '', maxReceiveCount = 2) {
  const world = new MessagingWorld();
  const dead = world.queue(`dead${suffix}`);
  const queueArn = world.queue(`queue${suffix}`, {
    visibilityTimeout: 30,
    redrivePolicy: { deadLetterTargetArn: dead, maxReceiveCount },
  });
  /** Receives and lets time out, so often that the next receive moves what is left. */
  const wearOut = () => {
    for (let receive = 0; receive < maxReceiveCount; receive += 1) {
      world.receive(queueArn);
      world.advance(30_000);
    }
  };
  return { world, queueArn, dead, wearOut };
}

describe(`dead-letter queues, ${GUIDE}/sqs-dead-letter-queues.html`, () => {
  it('get a message at the receive that would exceed maxReceiveCount', () => {
    const { world, queueArn, dead, wearOut } = pair();
    world.send(queueArn, 'a');
    const [sent] = world.sqs.messagesOf(queueArn);
    wearOut();
    const waiting = world.bodies(dead);
    const next = world.bodies(queueArn);

    expect([waiting, next]).toEqual([[], []]);
    expect(world.receive(dead)).toMatchObject([
      { body: 'a', messageId: sent?.messageId, approximateReceiveCount: 3, deadLetterQueueSourceArn: queueArn },
    ]);
  });

  it('do not keep the receive from giving other messages', () => {
    const { world, queueArn, wearOut } = pair();
    world.send(queueArn, 'a');
    wearOut();
    world.send(queueArn, 'b');

    expect(world.bodies(queueArn, 1)).toEqual(['b']);
  });

  it('keep a message’s attributes, group and trace header', () => {
    const { world, queueArn, dead, wearOut } = pair();
    const message = {
      body: 'a',
      messageAttributes: { n: { dataType: 'String', stringValue: 'x' } },
      messageGroupId: 'tenant',
      traceHeader: 'Root=1-2-3',
    };
    world.sqs.sendMessage({ queueArn, ...message });
    wearOut();
    world.receive(queueArn);

    expect(world.receive(dead)).toMatchObject([message]);
  });

  it('that were deleted leave the message where it is', () => {
    const { world, queueArn, dead, wearOut } = pair();
    world.send(queueArn, 'a');
    wearOut();
    world.sqs.deleteQueue({ queueArn: dead });

    expect(world.receive(queueArn)).toMatchObject([{ body: 'a', approximateReceiveCount: 3 }]);
  });

  it('of a FIFO queue get the head, and its followers go on', () => {
    const { world, queueArn, dead } = pair('.fifo', 1);
    world.send(queueArn, 'a1', 'a2', 'b1');
    world.receive(queueArn, 1);
    world.advance(30_000);

    expect(world.bodies(queueArn)).toEqual(['a2', 'b1']);
    expect(world.bodies(dead)).toEqual(['a1']);
  });
});

describe(`retention in a dead-letter queue, ${GUIDE}/sqs-dead-letter-queues.html`, () => {
  it.each([
    ['', 'runs from when the message was sent', 0],
    ['.fifo', 'starts again with the move', 1],
  ])('of a queue%s %s', (suffix, _name, left) => {
    const { world, queueArn, dead, wearOut } = pair(suffix);
    world.sqs.setQueueAttributes({ queueArn: dead, attributes: { messageRetentionPeriod: 100 } });
    world.send(queueArn, 'a');
    wearOut();
    world.receive(queueArn);
    world.advance(40_000);

    expect(world.sqs.messagesOf(dead)).toHaveLength(left);
  });
});

describe(`FIFO to FIFO, ${GUIDE}/sqs-configure-dead-letter-queue-redrive.html`, () => {
  it('keeps two messages that shared a deduplication id: it becomes the message id', () => {
    const { world, queueArn, dead, wearOut } = pair('.fifo', 1);
    world.send(queueArn, 'a');
    world.advance(300_000);
    world.send(queueArn, 'a');
    wearOut();
    world.receive(queueArn);

    const messages = world.receive(dead);

    expect(messages.map(({ body }) => body)).toEqual(['a', 'a']);
    expect(messages.map(({ messageDeduplicationId }) => messageDeduplicationId)).toEqual(
      messages.map(({ messageId }) => messageId),
    );
  });
});

describe(`redrive policies, ${GUIDE}/sqs-dead-letter-queues.html`, () => {
  const redrive = (
    queueName: string,
    deadName: string,
    maxReceiveCount = 3,
    redriveAllowPolicy?: RedriveAllowPolicy,
  ) => {
    const world = new MessagingWorld();
    const deadLetterTargetArn = world.queue(deadName, { redriveAllowPolicy });
    return codeOf(() => world.queue(queueName, { redrivePolicy: { deadLetterTargetArn, maxReceiveCount } }));
  };
  const ARN = 'arn:aws:sqs:us-east-1:000000000000:queue';

  it.each([
    [0, 'InvalidParameterValue'],
    [1, undefined],
    [1_000, undefined],
    [1_001, 'InvalidParameterValue'],
  ])('with maxReceiveCount %d: %s', (maxReceiveCount, code) => {
    expect(redrive('queue', 'dead', maxReceiveCount)).toBe(code);
  });

  it.each([
    ['queue', 'dead.fifo', 'InvalidParameterValue'],
    ['queue.fifo', 'dead', 'InvalidParameterValue'],
    ['queue.fifo', 'dead.fifo', undefined],
  ])('from %s to %s: %s', (queueName, deadName, code) => {
    expect(redrive(queueName, deadName)).toBe(code);
  });

  it.each<readonly [RedriveAllowPolicy, string | undefined]>([
    [{ redrivePermission: 'allowAll' }, undefined],
    [{ redrivePermission: 'denyAll' }, 'InvalidParameterValue'],
    [{ redrivePermission: 'byQueue', sourceQueueArns: [ARN] }, undefined],
    [{ redrivePermission: 'byQueue', sourceQueueArns: [`${ARN}-2`] }, 'InvalidParameterValue'],
  ])('to a queue that allows %o: %s', (policy, code) => {
    expect(redrive('queue', 'dead', 3, policy)).toBe(code);
  });

  it('to a queue that does not exist are refused', () => {
    const world = new MessagingWorld();

    expect(
      codeOf(() => world.queue('queue', { redrivePolicy: { deadLetterTargetArn: ARN, maxReceiveCount: 3 } })),
    ).toBe('InvalidParameterValue');
  });

  it('are what ListDeadLetterSourceQueues goes by', () => {
    const { world, queueArn, dead } = pair();

    expect(world.sqs.listDeadLetterSourceQueues({ queueArn: dead })).toEqual({ queueArns: [queueArn] });
    expect(world.sqs.listDeadLetterSourceQueues({ queueArn })).toEqual({ queueArns: [] });
  });
});
