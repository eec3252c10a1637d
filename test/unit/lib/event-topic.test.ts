import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
import { EventTopic } from '../../../lib/index.ts';
import { emptyStack, orderEvents, orderLedger } from './sample-stack.ts';
import { statementsOf } from './template-reading.ts';

const TOPIC = 'AWS::SNS::Topic';

const templateOf = (definition: typeof orderEvents): Template => {
  const stack = emptyStack();
  new EventTopic(stack, 'Topic', { definition });
  return Template.fromStack(stack);
};

describe('an event topic', () => {
  it('is standard for a standard definition', () => {
    templateOf(orderEvents).hasResourceProperties(TOPIC, { FifoTopic: Match.absent(), TopicName: Match.absent() });
  });

  it('tells the name of its definition in the template, where tests look for it', () => {
    templateOf(orderEvents).hasResource(TOPIC, { Metadata: { 'fanout:topic': orderEvents.name } });
  });

  it('G3 is FIFO for a FIFO definition, with a name that ends so', () => {
    templateOf(orderLedger).hasResourceProperties(TOPIC, {
      FifoTopic: true,
      ContentBasedDeduplication: false,
      TopicName: { 'Fn::Join': ['', [Match.stringLikeRegexp('^Shop-Topic-'), Match.anyValue(), '.fifo']] },
    });
  });

  it('G8 refuses plain HTTP for every action, not for publishing alone', () => {
    templateOf(orderEvents).hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: Match.arrayWith(['sns:GetTopicAttributes', 'sns:Publish', 'sns:Subscribe']),
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    });
  });

  it('G8 is encrypted with the account’s key for SNS by default', () => {
    templateOf(orderEvents).hasResourceProperties(TOPIC, { KmsMasterKeyId: 'alias/aws/sns' });
  });

  it('G8 is encrypted with its own key when it has one, and publishers may use it', () => {
    const stack = emptyStack();
    const topic = new EventTopic(stack, 'Topic', { definition: orderEvents, encryptionKey: new Key(stack, 'Key') });
    topic.grantPublish(new Role(stack, 'Publisher', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));

    const template = Template.fromStack(stack);
    template.hasResourceProperties(TOPIC, { KmsMasterKeyId: { 'Fn::GetAtt': [Match.anyValue(), 'Arn'] } });
    const granted = statementsOf(template).filter(({ Principal: principal }) => principal === undefined);
    expect(granted.map(({ Action: action }) => action)).toStrictEqual([
      'sns:Publish',
      ['kms:Decrypt', 'kms:GenerateDataKey'],
    ]);
  });

  it('measures messages published and deliveries given up', () => {
    const topic = new EventTopic(emptyStack(), 'Topic', { definition: orderEvents });

    expect(topic.metricMessagesPublished().metricName).toBe('NumberOfMessagesPublished');
    expect(topic.metricDeliveriesFailed({ statistic: 'Sum' }).metricName).toBe('NumberOfNotificationsFailed');
  });
});
