import { describe, expect, it } from 'vitest';
import type { QueueAttributes } from '../../../../embedded/engine/sqs/queue-attributes.ts';
import { codeOf, MessagingWorld } from '../messaging-world.ts';

const GUIDE = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest';

describe(`creating a queue, ${GUIDE}/APIReference/API_CreateQueue.html`, () => {
  it('has AWS’s defaults', () => {
    const world = new MessagingWorld();

    expect(world.sqs.getQueueAttributes({ queueArn: world.queue() })).toEqual({
      queueArn: 'arn:aws:sqs:us-east-1:000000000000:queue',
      delaySeconds: 0,
      maximumMessageSize: 1_048_576,
      messageRetentionPeriod: 345_600,
      receiveMessageWaitTimeSeconds: 0,
      visibilityTimeout: 30,
      fifoQueue: false,
      contentBasedDeduplication: false,
      deduplicationScope: 'queue',
      fifoThroughputLimit: 'perQueue',
      approximateNumberOfMessages: 0,
      approximateNumberOfMessagesNotVisible: 0,
      approximateNumberOfMessagesDelayed: 0,
      createdTimestamp: world.now,
      lastModifiedTimestamp: world.now,
    });
  });

  it.each([
    ['q', false, undefined],
    ['q'.repeat(80), false, undefined],
    ['q'.repeat(81), false, 'InvalidParameterValue'],
    ['', false, 'InvalidParameterValue'],
    ['a.b', false, 'InvalidParameterValue'],
    ['q.fifo', true, undefined],
    [`${'q'.repeat(75)}.fifo`, true, undefined],
    [`${'q'.repeat(76)}.fifo`, true, 'InvalidParameterValue'],
    ['q', true, 'InvalidParameterValue'],
    ['q.fifo', false, 'InvalidParameterValue'],
  ])('named %s, FIFO %s: %s', (queueName, fifoQueue, code) => {
    const { sqs } = new MessagingWorld();

    expect(codeOf(() => sqs.createQueue({ queueName, attributes: { fifoQueue } }))).toBe(code);
  });

  it('gives the same queue again, unless it is asked for with other attributes', () => {
    const world = new MessagingWorld();
    const first = world.queue('queue', { visibilityTimeout: 10 });

    expect(world.queue('queue', { visibilityTimeout: 10 })).toBe(first);
    expect(world.queue('queue')).toBe(first);
    expect(codeOf(() => world.queue('queue', { visibilityTimeout: 11 }))).toBe('QueueNameExists');
  });

  it('refuses a name for 60 seconds after its queue was deleted', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue();
    world.sqs.deleteQueue({ queueArn });
    world.advance(59_999);

    expect(codeOf(() => world.queue())).toBe('QueueDeletedRecently');
    expect(codeOf(() => world.send(queueArn, 'a'))).toBe('QueueDoesNotExist');
    world.advance(1);
    expect(codeOf(() => world.queue())).toBe(undefined);
  });
});

describe(`listing queues, ${GUIDE}/APIReference/API_ListQueues.html`, () => {
  it('gives those whose names begin as asked', () => {
    const world = new MessagingWorld();
    const [orders, ordersDead, stock] = ['orders', 'orders-dead', 'stock'].map((name) => world.queue(name));

    expect(world.sqs.listQueues({ queueNamePrefix: 'orders' })).toEqual({ queueArns: [orders, ordersDead] });
    expect(world.sqs.listQueues()).toEqual({ queueArns: [orders, ordersDead, stock] });
  });
});

describe('what is due', () => {
  it('is known per queue: now, later, or not by itself', () => {
    const world = new MessagingWorld();
    const [queueArn, empty] = [world.queue('queue', { visibilityTimeout: 30 }), world.queue('empty')];
    world.send(queueArn, 'a');
    const visible = world.sqs.nextVisibleAt({ queueArn });
    world.receive(queueArn);

    expect(visible).toBe(world.now);
    expect(world.sqs.nextVisibleAt({ queueArn })).toBe(world.now + 30_000);
    expect(world.sqs.nextVisibleAt({ queueArn: empty })).toBe(undefined);
  });

  it('is done in every queue at once, so that the next change is a later one', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue('queue', { visibilityTimeout: 30, messageRetentionPeriod: 60 });
    world.send(queueArn, 'a');
    world.receive(queueArn);
    world.advance(30_000);
    world.sqs.showDue();

    expect(world.sqs.nextChangeAt()).toBe(world.now + 30_000);
  });
});

describe(`attributes, ${GUIDE}/APIReference/API_SetQueueAttributes.html`, () => {
  const set = (name: string, attributes: Partial<QueueAttributes>) => {
    const world = new MessagingWorld();
    const queueArn = world.queue(name);
    return codeOf(() => world.sqs.setQueueAttributes({ queueArn, attributes }));
  };

  it.each([
    ['delaySeconds', -1, 0, 900, 901],
    ['maximumMessageSize', 1_023, 1_024, 1_048_576, 1_048_577],
    ['messageRetentionPeriod', 59, 60, 1_209_600, 1_209_601],
    ['receiveMessageWaitTimeSeconds', -1, 0, 20, 21],
    ['visibilityTimeout', -1, 0, 43_200, 43_201],
  ])('%s: %d is too low, %d and %d are not, %d is too high', (name, low, min, max, high) => {
    const codes = [low, min, max, high, min + 0.5].map((value) => set('queue', { [name]: value }));

    expect(codes).toEqual([
      'InvalidAttributeValue',
      undefined,
      undefined,
      'InvalidAttributeValue',
      'InvalidAttributeValue',
    ]);
  });

  it.each([
    ['queue', { contentBasedDeduplication: true }, 'InvalidAttributeName'],
    ['queue', { fifoQueue: true }, 'InvalidAttributeName'],
    ['queue.fifo', { contentBasedDeduplication: true }, undefined],
    ['queue.fifo', { fifoThroughputLimit: 'perMessageGroupId' }, 'InvalidAttributeValue'],
    ['queue.fifo', { fifoThroughputLimit: 'perMessageGroupId', deduplicationScope: 'messageGroup' }, undefined],
    ['queue', { redriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [] } }, 'InvalidParameterValue'],
    [
      'queue',
      { redriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: Array(10).fill('arn') } },
      undefined,
    ],
    [
      'queue',
      { redriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: Array(11).fill('arn') } },
      'InvalidParameterValue',
    ],
    [
      'queue',
      { redriveAllowPolicy: { redrivePermission: 'denyAll', sourceQueueArns: ['arn'] } },
      'InvalidParameterValue',
    ],
  ] as readonly (readonly [string, Partial<QueueAttributes>, string | undefined])[])(
    'of %s set to %j: %s',
    (name, attributes, code) => {
      expect(set(name, attributes)).toBe(code);
    },
  );
});

describe(`delay, ${GUIDE}/SQSDeveloperGuide/sqs-delay-queues.html`, () => {
  it('hides a new message for the queue’s delay, or for its own', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue('queue', { delaySeconds: 10 });
    world.send(queueArn, 'by the queue');
    world.sqs.sendMessage({ queueArn, body: 'by itself', delaySeconds: 5 });
    world.sqs.sendMessage({ queueArn, body: 'at once', delaySeconds: 0 });

    const seen = [world.bodies(queueArn)];
    world.advance(4_999);
    seen.push(world.bodies(queueArn));
    world.advance(1);
    seen.push(world.bodies(queueArn));
    world.advance(5_000);
    seen.push(world.bodies(queueArn));

    expect(seen).toEqual([['at once'], [], ['by itself'], ['by the queue']]);
  });

  it.each([
    ['queue', []],
    ['queue.fifo', ['a']],
  ])('changes for the messages that wait in %s: those are then %j', (name, visible) => {
    const world = new MessagingWorld();
    const queueArn = world.queue(name, { delaySeconds: 10 });
    world.send(queueArn, 'a');

    world.sqs.setQueueAttributes({ queueArn, attributes: { delaySeconds: 0 } });

    expect(world.bodies(queueArn)).toEqual(visible);
  });
});

describe(`retention, ${GUIDE}/APIReference/API_SetQueueAttributes.html`, () => {
  it('drops a message that is as old as the queue keeps, in flight or not', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue('queue', { messageRetentionPeriod: 60, visibilityTimeout: 100 });
    world.send(queueArn, 'in flight', 'waits');
    world.receive(queueArn, 1);
    world.advance(59_999);
    const before = world.sqs.messagesOf(queueArn).length;
    const expires = world.sqs.nextChangeAt();
    world.advance(1);

    expect([before, world.sqs.messagesOf(queueArn).length]).toEqual([2, 0]);
    expect(expires).toBe(world.now);
  });

  it('drops messages that are there when it is lowered', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue();
    world.send(queueArn, 'old');
    world.advance(60_000);
    world.send(queueArn, 'new');

    world.sqs.setQueueAttributes({ queueArn, attributes: { messageRetentionPeriod: 60 } });

    expect(world.bodies(queueArn)).toEqual(['new']);
  });
});

describe(`counts, ${GUIDE}/APIReference/API_GetQueueAttributes.html`, () => {
  it('tells visible, in flight and delayed messages apart', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue();
    world.send(queueArn, 'a', 'b', 'c');
    world.sqs.sendMessage({ queueArn, body: 'd', delaySeconds: 5 });
    world.receive(queueArn, 2);
    const counts = () => {
      const attributes = world.sqs.getQueueAttributes({ queueArn });
      return [
        attributes.approximateNumberOfMessages,
        attributes.approximateNumberOfMessagesNotVisible,
        attributes.approximateNumberOfMessagesDelayed,
      ];
    };

    const before = counts();
    world.advance(30_000);

    expect([before, counts()]).toEqual([
      [1, 2, 1],
      [4, 0, 0],
    ]);
  });
});

describe(`purging, ${GUIDE}/APIReference/API_PurgeQueue.html`, () => {
  it('deletes everything, and not again within 60 seconds', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue();
    world.send(queueArn, 'a', 'b');
    const receiptHandle = world.receive(queueArn, 1)[0]?.receiptHandle ?? '';
    world.sqs.purgeQueue({ queueArn });
    world.send(queueArn, 'c');
    world.advance(59_999);

    expect(codeOf(() => world.sqs.purgeQueue({ queueArn }))).toBe('PurgeQueueInProgress');
    expect(codeOf(() => world.sqs.deleteMessage({ queueArn, receiptHandle }))).toBe(undefined);
    expect(world.bodies(queueArn)).toEqual(['c']);
    world.advance(1);
    expect(codeOf(() => world.sqs.purgeQueue({ queueArn }))).toBe(undefined);
  });
});
