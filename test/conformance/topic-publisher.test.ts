import type { Message } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SnsTopicPublisher } from '../../lambdas/adapters/sns-topic-publisher.ts';
import type { PublishEntry } from '../../lambdas/runtime/ports/index.ts';
import { InMemoryTopicPublisher } from '../../testing/in-memory/in-memory-topic-publisher.ts';
import { realPorts } from './engines/adapter-ports.ts';
import { type MessagingEngine, startMessaging } from './engines/messaging-engine.ts';
import { conformsAsTopicPublisher } from './topic-publisher.ts';

conformsAsTopicPublisher('InMemoryTopicPublisher', async (kind) => {
  const publisher = new InMemoryTopicPublisher();
  const topicArn = `arn:aws:sns:us-east-1:000000000000:topic${kind === 'fifo' ? '.fifo' : ''}`;
  return { publisher, topicArn, received: async () => publisher.received(topicArn) };
});

describe('InMemoryTopicPublisher', () => {
  const topicArn = 'arn:aws:sns:us-east-1:000000000000:topic';
  const entries = ['a', 'b', 'c'].map((body) => ({ body, attributes: {} }));

  it('answers what the fault says for an entry, and publishes its neighbours', async () => {
    const failed = { outcome: 'failed', code: 'Throttled', message: 'later' } as const;
    const publisher = new InMemoryTopicPublisher((_topic, { body }) => (body === 'b' ? failed : undefined));

    const results = await publisher.publishBatch(topicArn, entries);

    expect(results).toEqual([{ outcome: 'published' }, failed, { outcome: 'published' }]);
    expect(publisher.published.map(({ body }) => body)).toEqual(['a', 'c']);
    expect(publisher.received(topicArn).map(({ body }) => body)).toEqual(['a', 'c']);
  });

  it('refuses what SNS does not take, alone as the whole request and in company as an entry', async () => {
    const publisher = new InMemoryTopicPublisher();
    const tooLarge = { body: 'x'.repeat(262_145), attributes: {} };
    const empty = { body: '', attributes: {} };

    expect(await publisher.publishBatch(topicArn, [tooLarge])).toMatchObject([
      { outcome: 'refused', code: 'BatchRequestTooLong' },
    ]);
    expect(await publisher.publishBatch(topicArn, [empty, ...entries.slice(0, 1)])).toMatchObject([
      { outcome: 'refused', code: 'InvalidParameter' },
      { outcome: 'published' },
    ]);
    expect(await publisher.publishBatch(topicArn, [tooLarge, ...entries])).toMatchObject(
      Array.from({ length: 4 }, () => ({ outcome: 'failed', code: 'BatchRequestTooLong' })),
    );
  });
});

describe('on SNS', () => {
  let engine: MessagingEngine;
  let topics = 0;
  beforeAll(async () => {
    engine = await startMessaging();
  });
  afterAll(() => engine.stop());

  const entryOf = ({ Body = '', MessageAttributes = {}, Attributes }: Message): PublishEntry => ({
    body: Body,
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
    ),
    ...(Attributes?.MessageGroupId !== undefined && {
      groupId: Attributes.MessageGroupId,
      deduplicationId: Attributes.MessageDeduplicationId,
    }),
  });

  const open = async (kind: 'standard' | 'fifo') => {
    topics += 1;
    const { topicArn, queueUrl } = await engine.createTopic(`topic-${topics}${kind === 'fifo' ? '.fifo' : ''}`);
    return {
      publisher: new SnsTopicPublisher({ ...realPorts(), client: engine.sns }),
      topicArn,
      received: async () => (await engine.receiveAll(queueUrl)).map(entryOf),
    };
  };

  conformsAsTopicPublisher('SnsTopicPublisher', open);

  describe('SnsTopicPublisher', () => {
    it('G1 answers for the one message of a batch that SNS did not take, and for its neighbours', async () => {
      const { publisher, topicArn, received } = await open('standard');
      const tooLarge = 'x'.repeat(262_145);

      const results = await publisher.publishBatch(
        topicArn,
        ['a', tooLarge, 'b'].map((body) => ({ body, attributes: {} })),
      );

      expect(results).toEqual([
        { outcome: 'published' },
        { outcome: 'refused', code: 'InvalidParameter', message: 'Message too long' },
        { outcome: 'published' },
      ]);
      expect((await received()).map(({ body }) => body).sort()).toEqual(['a', 'b']);
    });

    it('answers an error of the whole request for every entry, to be published again', async () => {
      const { publisher, topicArn } = await open('standard');

      const results = await publisher.publishBatch(`${topicArn}-gone`, [
        { body: 'a', attributes: {} },
        { body: 'b', attributes: {} },
      ]);

      expect(results).toEqual([
        { outcome: 'failed', code: expect.stringContaining('NotFound'), message: 'Topic does not exist' },
        { outcome: 'failed', code: expect.stringContaining('NotFound'), message: 'Topic does not exist' },
      ]);
    });
  });
});
