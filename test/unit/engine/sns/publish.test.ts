import { describe, expect, it } from 'vitest';
import type { PublishedMessage } from '../../../../embedded/engine/sns/message.ts';
import { codeOf, MessagingWorld } from '../messaging-world.ts';

const KIB_256 = 262_144;
const text = { dataType: 'String', stringValue: 'x' };

const publish = (message: Partial<PublishedMessage>, maximumMessageSize?: number, fifoTopic = false) => {
  const world = new MessagingWorld();
  const { topicArn } = world.sns.createTopic({
    name: fifoTopic ? 'topic.fifo' : 'topic',
    attributes: { fifoTopic, ...(maximumMessageSize && { maximumMessageSize }) },
  });
  return codeOf(() => world.sns.publish({ topicArn, message: 'm', ...message }));
};

describe('publishing, https://docs.aws.amazon.com/sns/latest/api/API_Publish.html', () => {
  it('delivers raw or enveloped to each subscription', () => {
    const world = new MessagingWorld();
    const { topicArn } = world.sns.createTopic({ name: 'topic' });
    const [raw, enveloped] = [world.queue('raw'), world.queue('enveloped')];
    world.sns.subscribe({ topicArn, protocol: 'sqs', endpoint: raw, attributes: { rawMessageDelivery: true } });
    world.sns.subscribe({ topicArn, protocol: 'sqs', endpoint: enveloped });
    const messageAttributes = { kind: text, digest: { dataType: 'Binary', binaryValue: 'AAEC' } };

    const { messageId } = world.sns.publish({ topicArn, message: '{"n":1}', subject: 'A subject', messageAttributes });

    expect(world.receive(raw)).toMatchObject([{ body: '{"n":1}', messageAttributes }]);
    const [message] = world.receive(enveloped);
    expect(message?.messageAttributes).toEqual({});
    expect(JSON.parse(message?.body ?? '')).toMatchObject({
      Type: 'Notification',
      MessageId: messageId,
      TopicArn: topicArn,
      Subject: 'A subject',
      Message: '{"n":1}',
      Timestamp: '2026-01-01T00:00:00.000Z',
      MessageAttributes: { kind: { Type: 'String', Value: 'x' }, digest: { Type: 'Binary', Value: 'AAEC' } },
    });
  });

  it.each([
    [KIB_256, undefined, undefined],
    [KIB_256 + 1, undefined, 'InvalidParameter'],
    [4 * KIB_256, 4 * KIB_256, undefined],
    [4 * KIB_256 + 1, 4 * KIB_256, 'InvalidParameter'],
    [1_025, 1_024, 'InvalidParameter'],
  ])('%d bytes to a topic of at most %d: %s', (bytes, maximum, code) => {
    expect(publish({ message: 'x'.repeat(bytes) }, maximum)).toBe(code);
  });

  it('counts attributes, but not the subject', () => {
    const message = 'x'.repeat(KIB_256 - 8);

    expect(publish({ message, messageAttributes: { n: text }, subject: 'free' })).toBe(undefined);
    expect(publish({ message: `${message}x`, messageAttributes: { n: text } })).toBe('InvalidParameter');
  });

  it.each<readonly [Partial<PublishedMessage>, string | undefined]>([
    [{ message: '' }, 'InvalidParameter'],
    [{ message: '\u0000' }, 'InvalidParameter'],
    [{ subject: 's'.repeat(99) }, undefined],
    [{ subject: 's'.repeat(100) }, 'InvalidParameter'],
    [{ subject: 'two\nlines' }, 'InvalidParameter'],
    [{ subject: '' }, 'InvalidParameter'],
    [{ messageAttributes: { 'a..b': text } }, 'ParameterValueInvalid'],
    [{ messageAttributes: { a: { dataType: 'Number', stringValue: 'one' } } }, 'ParameterValueInvalid'],
    [{ messageAttributes: { a: { dataType: 'String.Array', stringValue: '["a",1,true,null]' } } }, undefined],
    [{ messageAttributes: { a: { dataType: 'String.Array', stringValue: '[{}]' } } }, 'ParameterValueInvalid'],
    [{ messageAttributes: { a: { dataType: 'String.Array', stringValue: 'a' } } }, 'ParameterValueInvalid'],
    [{ messageGroupId: 'tenant' }, undefined],
    [{ messageGroupId: 'two words' }, 'InvalidParameter'],
    [{ messageDeduplicationId: 'd' }, 'InvalidParameter'],
  ])('%j to a standard topic: %s', (message, code) => {
    expect(publish(message)).toBe(code);
  });

  it.each<readonly [Partial<PublishedMessage>, string | undefined]>([
    [{ messageGroupId: 'g', messageDeduplicationId: 'd' }, undefined],
    [{ messageGroupId: 'g' }, 'InvalidParameter'],
    [{ messageDeduplicationId: 'd' }, 'InvalidParameter'],
    [{ messageGroupId: 'g', messageDeduplicationId: 'd'.repeat(129) }, 'InvalidParameter'],
  ])('%j to a FIFO topic: %s', (message, code) => {
    expect(publish(message, undefined, true)).toBe(code);
  });

  it('fails to a topic that does not exist', () => {
    const { sns } = new MessagingWorld();

    expect(codeOf(() => sns.publish({ topicArn: 'arn:aws:sns:us-east-1:000000000000:none', message: 'm' }))).toBe(
      'NotFound',
    );
  });
});

describe('publishing a batch, https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html', () => {
  it('answers for each entry', () => {
    const world = new MessagingWorld();
    const { topicArn } = world.sns.createTopic({ name: 'topic' });
    const endpoint = world.queue();
    world.sns.subscribe({ topicArn, protocol: 'sqs', endpoint, attributes: { rawMessageDelivery: true } });

    const { successful, failed } = world.sns.publishBatch({
      topicArn,
      entries: [
        { id: '1', message: 'a' },
        { id: '2', message: '' },
        { id: '3', message: 'c' },
      ],
    });

    expect(successful.map(({ id }) => id)).toEqual(['1', '3']);
    expect(failed).toMatchObject([{ id: '2', code: 'InvalidParameter', senderFault: true }]);
    expect(world.bodies(endpoint)).toEqual(['a', 'c']);
  });

  it('is refused as a whole when it is larger than one message may be', () => {
    const world = new MessagingWorld();
    const { topicArn } = world.sns.createTopic({ name: 'topic' });
    const entries = ['1', '2'].map((id) => ({ id, message: 'x'.repeat(KIB_256 / 2) }));

    expect(codeOf(() => world.sns.publishBatch({ topicArn, entries }))).toBe(undefined);
    expect(codeOf(() => world.sns.publishBatch({ topicArn, entries: [...entries, { id: '3', message: 'x' }] }))).toBe(
      'BatchRequestTooLong',
    );
    expect(codeOf(() => world.sns.publishBatch({ topicArn, entries: [] }))).toBe('EmptyBatchRequest');
  });
});

describe('groups on a standard topic, https://docs.aws.amazon.com/sns/latest/api/API_Publish.html', () => {
  it('are passed on to standard queues, as the tenant of their fair queues', () => {
    const world = new MessagingWorld();
    const { topicArn } = world.sns.createTopic({ name: 'topic' });
    const endpoint = world.queue();
    world.sns.subscribe({ topicArn, protocol: 'sqs', endpoint });

    world.sns.publish({ topicArn, message: 'm', messageGroupId: 'tenant' });

    expect(world.receive(endpoint)).toMatchObject([{ messageGroupId: 'tenant' }]);
  });
});
