import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../../embedded/engine/service-error.ts';
import type { DeliveryFault } from '../../../../embedded/engine/sns/delivery.ts';
import { MessagingWorld } from '../messaging-world.ts';

const GUIDE = 'https://docs.aws.amazon.com/sns/latest/dg';

/** A topic with one raw subscription and its dead-letter queue. */
function opened(suffix: string, fault?: DeliveryFault) {
  const world = new MessagingWorld({ fault });
  const { topicArn } = world.sns.createTopic({ name: `topic${suffix}`, attributes: { fifoTopic: suffix !== '' } });
  const [queueArn, dead] = [world.queue(`queue${suffix}`), world.queue(`dead${suffix}`)];
  const { subscriptionArn } = world.sns.subscribe({
    topicArn,
    protocol: 'sqs',
    endpoint: queueArn,
    attributes: { rawMessageDelivery: true, redrivePolicy: { deadLetterTargetArn: dead } },
  });
  const publish = (...messages: readonly string[]) => {
    for (const message of messages) {
      const ids = suffix === '' ? {} : { messageGroupId: message[0], messageDeduplicationId: message };
      world.sns.publish({ topicArn, message, ...ids });
    }
  };
  return { world, topicArn, queueArn, dead, subscriptionArn, publish };
}

describe(`retries, ${GUIDE}/sns-message-delivery-retries.html`, () => {
  it('come after the documented delays: 3 at once, 2 a second apart, 10 with backoff, the rest 20 seconds apart', () => {
    const times: number[] = [];
    const { world, publish } = opened('', () => {
      times.push(world.now);
      return { fate: 'serverError' };
    });
    const start = world.now;
    publish('a');
    while (times.length < 20) {
      world.advance((world.sns.nextChangeAt() ?? 0) - world.now);
      world.sns.deliverDue();
    }
    const delays = times.map((time, index) => time - (times[index - 1] ?? start));

    expect(delays.slice(0, 5)).toEqual([0, 0, 0, 1_000, 1_000]);
    expect(delays[5]).toBe(1_000);
    expect(delays[14]).toBe(20_000);
    expect(delays.slice(5, 15)).toEqual([...delays.slice(5, 15)].sort((one, other) => one - other));
    expect(delays.slice(15)).toEqual([20_000, 20_000, 20_000, 20_000, 20_000]);
  });

  it('end after 100,015 attempts and 23 days, in the dead-letter queue', () => {
    let attempts = 0;
    const { world, dead, publish } = opened('', () => {
      attempts += 1;
      return { fate: 'serverError' };
    });
    world.sqs.setQueueAttributes({ queueArn: dead, attributes: { messageRetentionPeriod: 1_209_600 } });
    publish('a');
    world.advance(23 * 86_400_000);
    world.sns.deliverDue();
    const after23Days = attempts;
    world.advance(86_400_000);
    world.sns.deliverDue();

    expect(after23Days).toBeGreaterThan(99_000);
    expect(attempts).toBe(100_015);
    expect(world.bodies(dead)).toEqual(['a']);
  });

  it('deliver once the endpoint’s service is well again', () => {
    const { world, queueArn, publish } = opened('', ({ attempt }) =>
      attempt < 5 ? { fate: 'serverError' } : undefined,
    );
    publish('a');
    world.advance(2_000);
    world.sns.deliverDue();

    expect(world.bodies(queueArn)).toEqual(['a']);
  });

  it('follow a throttle of the endpoint, but no error of the client’s', () => {
    const errors = ['RequestThrottled', 'ResourceNotFoundException'];
    const taken: string[] = [];
    const world = new MessagingWorld({
      endpoint: (_subscription, { message }) => {
        const code = errors.shift();
        if (code !== undefined) throw new ServiceError(code, 'no');
        taken.push(message);
      },
    });
    const { topicArn } = world.sns.createTopic({ name: 'topic' });
    const { subscriptionArn } = world.sns.subscribe({
      topicArn,
      protocol: 'lambda',
      endpoint: 'arn:aws:lambda:us-east-1:000000000000:function:f',
    });

    world.sns.publish({ topicArn, message: 'refused' });
    world.sns.publish({ topicArn, message: 'taken' });

    expect(taken).toEqual(['taken']);
    expect(world.sns.undelivered).toMatchObject([{ subscriptionArn, reason: 'ResourceNotFoundException: no' }]);
  });
});

describe(`dead-letter queues of subscriptions, ${GUIDE}/sns-dead-letter-queues.html`, () => {
  it('get at once what fails by an error of the client’s: a queue that is gone', () => {
    const { world, queueArn, dead, publish } = opened('');
    world.sqs.deleteQueue({ queueArn });
    publish('a');

    expect(world.bodies(dead)).toEqual(['a']);
    expect(world.sns.nextChangeAt()).toBe(undefined);
  });

  it('get at once what policies forbid', () => {
    const { world, dead, publish } = opened('', () => ({ fate: 'clientError' }));
    publish('a');

    expect(world.bodies(dead)).toEqual(['a']);
  });

  it('that are missing lose the message, which is noted', () => {
    const { world, queueArn, dead, subscriptionArn, publish } = opened('');
    world.sqs.deleteQueue({ queueArn });
    world.sqs.deleteQueue({ queueArn: dead });
    publish('a');

    expect(world.sns.undelivered).toMatchObject([
      {
        subscriptionArn,
        reason: expect.stringContaining('QueueDoesNotExist'),
        deadLetterFailure: expect.stringContaining('QueueDoesNotExist'),
      },
    ]);
  });
});

describe(`raw delivery, ${GUIDE}/sns-message-attributes.html`, () => {
  it.each([
    [10, ['a'], []],
    [11, [], ['a']],
  ])('of %d attributes: the queue gets %j, the dead-letter queue %j', (count, delivered, dead) => {
    const { world, topicArn, queueArn, dead: deadArn } = opened('');
    const attribute = { dataType: 'String', stringValue: 'x' };
    const messageAttributes = Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, attribute]));

    world.sns.publish({ topicArn, message: 'a', messageAttributes });

    expect(world.bodies(queueArn)).toEqual(delivered);
    // Its eleven attributes are too many for the dead-letter queue too, unless it gets the envelope.
    expect(world.bodies(deadArn)).toEqual([]);
    expect(world.sns.undelivered).toHaveLength(dead.length);
  });

  it('has no limit on attributes in the envelope', () => {
    const { world, topicArn, queueArn, subscriptionArn } = opened('');
    world.sns.setSubscriptionAttributes({ subscriptionArn, attributes: { rawMessageDelivery: false } });
    const attribute = { dataType: 'String', stringValue: 'x' };
    const messageAttributes = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`n${index}`, attribute]));

    world.sns.publish({ topicArn, message: 'a', messageAttributes });

    expect(Object.keys(JSON.parse(world.bodies(queueArn)[0] ?? '').MessageAttributes)).toHaveLength(11);
  });
});

describe(`order on FIFO topics, ${GUIDE}/fifo-topic-message-ordering.html`, () => {
  it('holds messages of a group back behind one that is tried again, and others not', () => {
    const { world, queueArn, publish } = opened('.fifo', ({ messageGroupId, attempt }) =>
      messageGroupId === 'a' && attempt < 5 ? { fate: 'serverError' } : undefined,
    );
    publish('a1', 'b1', 'a2');
    const first = world.sqs.messagesOf(queueArn).map(({ body }) => body);
    world.advance(1_999);
    world.sns.deliverDue();
    const held = world.sqs.messagesOf(queueArn).length;
    world.advance(10_000);
    world.sns.deliverDue();

    expect([first, held]).toEqual([['b1'], 1]);
    expect(world.sqs.messagesOf(queueArn).map(({ body }) => body)).toEqual(['b1', 'a1', 'a2']);
  });

  it('goes on with a group whose head was given up', () => {
    const { world, queueArn, dead, publish } = opened('.fifo', ({ attempt, messageGroupId }) => {
      if (messageGroupId !== 'a' || attempt > 4) return undefined;
      return attempt === 4 ? { fate: 'clientError' } : { fate: 'serverError' };
    });
    publish('a1');
    world.advance(500);
    publish('b1');
    world.advance(500);
    world.sns.deliverDue();

    expect([world.bodies(queueArn), world.bodies(dead)]).toEqual([['b1'], ['a1']]);
  });
});

describe('faults of delivery', () => {
  it('deliver late, or more than once, on a standard topic', () => {
    const { world, queueArn, publish } = opened('', ({ attempt }) => ({
      fate: 'delivered',
      delayMs: 1_000,
      copies: attempt + 1,
    }));
    publish('a');
    const atOnce = world.bodies(queueArn);
    const due = (world.sns.nextChangeAt() ?? 0) - world.now;
    world.advance(1_000);
    world.sns.deliverDue();

    expect([atOnce, due, world.bodies(queueArn)]).toEqual([['a'], 1_000, ['a']]);
  });

  it('leave a FIFO topic’s order and exactly-once delivery alone', () => {
    const { world, queueArn, publish } = opened('.fifo', () => ({ fate: 'delivered', delayMs: 1_000, copies: 2 }));
    publish('a1', 'a2');

    expect(world.bodies(queueArn)).toEqual(['a1', 'a2']);
  });

  it('end with the subscription', () => {
    const { world, queueArn, subscriptionArn, publish } = opened('', ({ attempt }) =>
      attempt < 5 ? { fate: 'serverError' } : undefined,
    );
    publish('a');
    world.sns.unsubscribe({ subscriptionArn });
    world.advance(60_000);
    world.sns.deliverDue();

    expect(world.sqs.messagesOf(queueArn)).toEqual([]);
    expect(world.sns.undelivered).toEqual([]);
  });
});
