import { describe, expect, it } from 'vitest';
import type { Protocol, SubscriptionAttributes } from '../../../../embedded/engine/sns/subscription.ts';
import type { TopicAttributes } from '../../../../embedded/engine/sns/topic-attributes.ts';
import { codeOf, MessagingWorld } from '../messaging-world.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const queueNamed = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

const fifo = (attributes: Partial<TopicAttributes> = {}) => {
  const world = new MessagingWorld();
  const { topicArn } = world.sns.createTopic({ name: 'topic.fifo', attributes: { fifoTopic: true, ...attributes } });
  const endpoint = world.queue('queue.fifo');
  world.sns.subscribe({ topicArn, protocol: 'sqs', endpoint, attributes: { rawMessageDelivery: true } });
  const publish = (message: string, messageGroupId = 'g', messageDeduplicationId?: string) =>
    world.sns.publish({ topicArn, message, messageGroupId, messageDeduplicationId });
  return { world, topicArn, endpoint, publish };
};

describe('topics, https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html', () => {
  it.each<readonly [string, Partial<TopicAttributes>, string | undefined]>([
    ['topic', {}, undefined],
    ['t'.repeat(256), {}, undefined],
    ['t'.repeat(257), {}, 'InvalidParameter'],
    ['a.b', {}, 'InvalidParameter'],
    ['topic.fifo', {}, 'InvalidParameter'],
    ['topic.fifo', { fifoTopic: true }, undefined],
    ['topic', { fifoTopic: true }, 'InvalidParameter'],
    ['topic', { maximumMessageSize: 1_023 }, 'InvalidParameter'],
    ['topic', { maximumMessageSize: 1_048_576 }, undefined],
    ['topic', { maximumMessageSize: 1_048_577 }, 'InvalidParameter'],
    ['topic', { contentBasedDeduplication: true }, 'InvalidParameter'],
  ])('named %s with %o: %s', (name, attributes, code) => {
    const { sns } = new MessagingWorld();

    expect(codeOf(() => sns.createTopic({ name, attributes }))).toBe(code);
  });

  it('are given again when they are asked for again, unless with other attributes', () => {
    const { sns } = new MessagingWorld();
    const first = sns.createTopic({ name: 'topic' });

    expect(sns.createTopic({ name: 'topic' })).toEqual(first);
    expect(codeOf(() => sns.createTopic({ name: 'topic', attributes: { maximumMessageSize: 1_024 } }))).toBe(
      'InvalidParameter',
    );
  });

  it('take their subscriptions with them, and may be deleted twice', () => {
    const { world, topicArn } = fifo();
    const [subscription] = world.sns.listSubscriptionsByTopic({ topicArn }).subscriptions;
    world.sns.deleteTopic({ topicArn });
    world.sns.deleteTopic({ topicArn });

    expect(codeOf(() => world.sns.getTopicAttributes({ topicArn }))).toBe('NotFound');
    expect(
      codeOf(() => world.sns.getSubscriptionAttributes({ subscriptionArn: subscription?.subscriptionArn ?? '' })),
    ).toBe('NotFound');
  });

  it('cannot go back from deduplication per group, nor become FIFO', () => {
    const { world, topicArn } = fifo({ fifoThroughputScope: 'MessageGroup' });
    const set = (attributes: Partial<TopicAttributes>) =>
      codeOf(() => world.sns.setTopicAttributes({ topicArn, attributes }));

    expect(set({ fifoThroughputScope: 'Topic' })).toBe('InvalidParameter');
    expect(set({ fifoTopic: false })).toBe('InvalidParameter');
    expect(set({ contentBasedDeduplication: true })).toBe(undefined);
  });
});

describe('deduplication on FIFO topics, https://docs.aws.amazon.com/sns/latest/dg/fifo-message-dedup.html', () => {
  it('takes copies for five minutes and delivers one', () => {
    const { world, endpoint, publish } = fifo();
    const first = publish('a', 'g', 'd');
    world.advance(299_999);

    expect(publish('a', 'g', 'd')).toEqual(first);
    expect(world.sqs.messagesOf(endpoint)).toHaveLength(1);
    world.advance(1);
    expect(publish('a', 'g', 'd').messageId).not.toBe(first.messageId);
  });

  it('is by content where the topic says so', () => {
    const { world, endpoint, publish } = fifo({ contentBasedDeduplication: true });
    publish('a');
    publish('a');
    publish('b');

    expect(world.bodies(endpoint)).toEqual(['a', 'b']);
  });

  it.each([
    ['Topic', 1],
    ['MessageGroup', 2],
  ] as const)('has the scope %s: the same id in two groups makes %d messages', (fifoThroughputScope, count) => {
    const { world, topicArn, publish } = fifo({ fifoThroughputScope });
    const endpoint = world.queue('standard');
    world.sns.subscribe({ topicArn, protocol: 'sqs', endpoint });
    publish('a', 'g', 'd');
    publish('a', 'h', 'd');

    expect(world.sqs.messagesOf(endpoint)).toHaveLength(count);
  });

  it('has sequence numbers of 20 digits that grow, in the envelope too', () => {
    const { world, topicArn, publish } = fifo();
    const endpoint = world.queue('standard');
    world.sns.subscribe({ topicArn, protocol: 'sqs', endpoint });
    const numbers = [publish('a', 'g', '1'), publish('b', 'h', '2')].map(({ sequenceNumber }) => sequenceNumber);

    expect(numbers[0]).toMatch(/^\d{20}$/);
    expect(numbers).toEqual([...numbers].sort());
    expect(world.bodies(endpoint).map((body) => JSON.parse(body).SequenceNumber)).toEqual(numbers);
  });

  it('passes group and deduplication id on to a FIFO queue', () => {
    const { world, endpoint, publish } = fifo();
    publish('a', 'g', 'd');

    expect(world.receive(endpoint)).toMatchObject([{ messageGroupId: 'g', messageDeduplicationId: 'd' }]);
  });
});

describe('subscriptions, https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html', () => {
  it.each<readonly [string, Protocol, string, SubscriptionAttributes, string | undefined]>([
    ['topic', 'sqs', queueNamed('q'), {}, undefined],
    ['topic', 'sqs', queueNamed('q.fifo'), {}, 'InvalidParameter'],
    ['topic', 'sqs', 'q', {}, 'InvalidParameter'],
    ['topic', 'lambda', FUNCTION, {}, undefined],
    ['topic', 'lambda', FUNCTION, { rawMessageDelivery: true }, 'InvalidParameter'],
    ['topic.fifo', 'sqs', queueNamed('q.fifo'), {}, undefined],
    ['topic.fifo', 'sqs', queueNamed('q'), {}, undefined],
    ['topic.fifo', 'lambda', FUNCTION, {}, 'InvalidParameter'],
    ['topic', 'sqs', queueNamed('q'), { redrivePolicy: { deadLetterTargetArn: queueNamed('d') } }, undefined],
    [
      'topic',
      'sqs',
      queueNamed('q'),
      { redrivePolicy: { deadLetterTargetArn: queueNamed('d.fifo') } },
      'InvalidParameter',
    ],
    [
      'topic.fifo',
      'sqs',
      queueNamed('q.fifo'),
      { redrivePolicy: { deadLetterTargetArn: queueNamed('d') } },
      'InvalidParameter',
    ],
    ['topic', 'sqs', queueNamed('q'), { redrivePolicy: { deadLetterTargetArn: 'd' } }, 'InvalidParameter'],
  ])('of %s by %s to %s with %o: %s', (name, protocol, endpoint, attributes, code) => {
    const { sns } = new MessagingWorld();
    const { topicArn } = sns.createTopic({ name, attributes: { fifoTopic: name.endsWith('.fifo') } });

    expect(codeOf(() => sns.subscribe({ topicArn, protocol, endpoint, attributes }))).toBe(code);
  });

  it('are the same for the same endpoint, unless asked for with other attributes', () => {
    const { sns } = new MessagingWorld();
    const { topicArn } = sns.createTopic({ name: 'topic' });
    const subscribe = (attributes?: SubscriptionAttributes) =>
      sns.subscribe({ topicArn, protocol: 'sqs', endpoint: queueNamed('q'), attributes });
    const first = subscribe();

    expect(subscribe()).toEqual(first);
    expect(codeOf(() => subscribe({ rawMessageDelivery: true }))).toBe('InvalidParameter');
    sns.unsubscribe(first);
    sns.unsubscribe(first);
    expect(subscribe({ rawMessageDelivery: true }).subscriptionArn).not.toBe(first.subscriptionArn);
  });

  it.each([
    ['topic.fifo', { fifoTopic: true }],
    ['topic', { maximumMessageSize: 262_145 }],
  ])('of %s with %o are at most 100', (name, attributes) => {
    const { sns } = new MessagingWorld();
    const { topicArn } = sns.createTopic({ name, attributes });
    const subscribe = (index: number) =>
      sns.subscribe({ topicArn, protocol: 'sqs', endpoint: queueNamed(`q${index}`) });
    for (let index = 0; index < 100; index += 1) subscribe(index);

    expect(codeOf(() => subscribe(100))).toBe('SubscriptionLimitExceeded');
  });

  it('keep a topic with more than 100 of them from taking more than 256 KiB', () => {
    const { sns } = new MessagingWorld();
    const { topicArn } = sns.createTopic({ name: 'topic' });
    for (let index = 0; index <= 100; index += 1)
      sns.subscribe({ topicArn, protocol: 'sqs', endpoint: queueNamed(`q${index}`) });
    const set = (maximumMessageSize: number) =>
      codeOf(() => sns.setTopicAttributes({ topicArn, attributes: { maximumMessageSize } }));

    expect([set(262_144), set(262_145)]).toEqual([undefined, 'InvalidParameter']);
  });

  it('filter by a policy that may be set and taken away', () => {
    const world = new MessagingWorld();
    const { topicArn } = world.sns.createTopic({ name: 'topic' });
    const endpoint = world.queue();
    const { subscriptionArn } = world.sns.subscribe({
      topicArn,
      protocol: 'sqs',
      endpoint,
      attributes: { rawMessageDelivery: true },
    });
    const set = (attributes: SubscriptionAttributes) =>
      world.sns.setSubscriptionAttributes({ subscriptionArn, attributes });
    const publish = (message: string, stringValue: string) =>
      world.sns.publish({ topicArn, message, messageAttributes: { kind: { dataType: 'String', stringValue } } });

    set({ filterPolicy: { kind: ['wanted'] } });
    publish('1', 'wanted');
    publish('2', 'other');
    set({ filterPolicy: { kind: ['body'] }, filterPolicyScope: 'MessageBody' });
    publish('{"kind":"body"}', 'other');
    publish('{"kind":"other"}', 'wanted');
    set({ filterPolicy: {} });
    publish('3', 'other');

    expect(world.bodies(endpoint)).toEqual(['1', '{"kind":"body"}', '3']);
  });
});
