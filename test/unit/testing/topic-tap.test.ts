import { PublishCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../../testing/eventually.ts';
import { TopicTap } from '../../../testing/topic-tap.ts';
import { type MessagingEngine, startMessagingEngine } from './messaging-engine.ts';

describe('TopicTap', () => {
  let engine: MessagingEngine;
  beforeAll(async () => {
    engine = await startMessagingEngine();
  });
  afterAll(() => engine.stop());

  const takeOne = (tap: TopicTap) =>
    eventually(
      async () => {
        const [message] = await tap.take();
        return message ?? false;
      },
      { deadlineMs: 5_000, what: 'a message at the tap' },
    );

  it('takes what the topic delivers, body and attributes as they were published', async () => {
    const topicArn = await engine.createTopic('events');
    const tap = await TopicTap.open(engine.clients, topicArn);

    await engine.clients.sns.send(
      new PublishCommand({
        TopicArn: topicArn,
        Message: 'hello',
        MessageAttributes: { 'ce-type': { DataType: 'String', StringValue: 'thing.happened' } },
      }),
    );

    expect(await takeOne(tap)).toMatchObject({ body: 'hello', attributes: { 'ce-type': 'thing.happened' } });
    await tap.close();
  });

  it('tells the message group of a FIFO topic', async () => {
    const topicArn = await engine.createTopic('ledger.fifo');
    const tap = await TopicTap.open(engine.clients, topicArn);

    await engine.clients.sns.send(
      new PublishCommand({ TopicArn: topicArn, Message: 'one', MessageGroupId: 'g', MessageDeduplicationId: 'd' }),
    );

    expect(await takeOne(tap)).toMatchObject({ body: 'one', group: 'g' });
    await tap.close();
  });

  it('lets only its topic send', async () => {
    const topicArn = await engine.createTopic('guarded');
    const tap = await TopicTap.open(engine.clients, topicArn);

    const { Attributes } = await engine.clients.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: tap.queueUrl, AttributeNames: ['Policy'] }),
    );

    expect(JSON.parse(Attributes?.Policy ?? '{}')).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
        },
      ],
    });
    await tap.close();
  });

  it('leaves neither queue nor subscription behind', async () => {
    const topicArn = await engine.createTopic('left');
    const tap = await TopicTap.open(engine.clients, topicArn);

    await tap.close();

    await expect(tap.take()).rejects.toThrow(/queue does not exist/i);
  });
});
