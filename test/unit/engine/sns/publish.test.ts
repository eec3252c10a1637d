import { describe, expect, it } from 'vitest';
import { MessagingWorld } from '../messaging-world.ts';

describe('publish, https://docs.aws.amazon.com/sns/latest/api/API_Publish.html', () => {
  it('delivers raw or enveloped to each subscription', () => {
    const world = new MessagingWorld();
    const { topicArn } = world.sns.createTopic({ name: 'topic' });
    const [raw, enveloped] = [world.queue('raw'), world.queue('enveloped')];
    world.sns.subscribe({ topicArn, protocol: 'sqs', endpoint: raw, attributes: { rawMessageDelivery: true } });
    world.sns.subscribe({ topicArn, protocol: 'sqs', endpoint: enveloped });
    const messageAttributes = { kind: { dataType: 'String', stringValue: 'order' } };

    const { messageId } = world.sns.publish({ topicArn, message: '{"n":1}', messageAttributes });

    expect(world.receive(raw)).toMatchObject([{ body: '{"n":1}', messageAttributes }]);
    expect(JSON.parse(world.bodies(enveloped)[0] ?? '')).toMatchObject({
      Type: 'Notification',
      MessageId: messageId,
      TopicArn: topicArn,
      Message: '{"n":1}',
      MessageAttributes: { kind: { Type: 'String', Value: 'order' } },
    });
  });
});
