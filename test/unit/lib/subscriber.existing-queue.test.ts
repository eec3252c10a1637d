import { Duration, type Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { EventTopic, Subscriber, type SubscriberProps } from '../../../lib/index.ts';
import { code, emptyStack, orderEvents, orderLedger } from './sample-stack.ts';
import { resourceNamed, resourcesOf, variablesOf } from './template-reading.ts';

const arnOf = (name: string): string => `arn:aws:sqs:us-east-1:111122223333:${name}`;

const subscribe = (stack: Stack, props: Partial<SubscriberProps>): Subscriber =>
  new Subscriber(stack, 'Billing', {
    name: 'billing',
    topic: props.topic ?? new EventTopic(stack, 'OrderEvents', { definition: orderEvents }),
    ...props,
  });

const ownQueue = (stack: Stack): Queue =>
  new Queue(stack, 'Mine', {
    visibilityTimeout: Duration.seconds(180),
    deadLetterQueue: { queue: new Queue(stack, 'MineDead'), maxReceiveCount: 20 },
  });

describe('a subscriber on a queue that exists', () => {
  it('subscribes it, consumes it and its dead-letter queue, and admits deliveries', () => {
    const stack = emptyStack();
    subscribe(stack, { queue: ownQueue(stack), consumer: { code } });

    const template = Template.fromStack(stack);
    // Its own two, and the subscription's.
    template.resourceCountIs('AWS::SQS::Queue', 3);
    template.hasResource('AWS::SNS::Subscription', {
      Properties: { Endpoint: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Mine'), 'Arn'] } },
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^MinePolicy')]),
    });
    expect(variablesOf(template, 'BillingConsumerFunction')).toMatchObject({
      FANOUT_SOURCE_QUEUE_URL: { Ref: expect.stringMatching(/^Mine[^D]/) },
      FANOUT_DEAD_LETTER_QUEUE_URL: { Ref: expect.stringMatching(/^MineDead/) },
    });
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  it('G8 admits SNS to its key', () => {
    const stack = emptyStack();
    const key = new Key(stack, 'Key');
    const queue = new Queue(stack, 'Mine', { encryption: QueueEncryption.KMS, encryptionMasterKey: key });
    subscribe(stack, { queue, deadLetterQueue: new Queue(stack, 'MineDead') });

    const { Properties } = resourceNamed(Template.fromStack(stack), 'AWS::KMS::Key', 'Key');
    expect(JSON.stringify(Properties['KeyPolicy'])).toContain('"Service":"sns.amazonaws.com"');
  });

  it('says which statement an imported one must have, in a warning and as a property', () => {
    const stack = emptyStack();
    const subscriber = subscribe(stack, {
      topic: EventTopic.fromTopicArn(stack, 'Orders', 'arn:aws:sns:us-east-1:111122223333:orders', orderEvents),
      queue: Queue.fromQueueArn(stack, 'Theirs', arnOf('theirs')),
      deadLetterQueue: Queue.fromQueueArn(stack, 'TheirDead', arnOf('their-dead')),
      consumer: { code },
    });

    const statement = {
      Action: 'sqs:SendMessage',
      Condition: {
        ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:111122223333:orders' },
        StringEquals: { 'aws:SourceAccount': '111122223333' },
      },
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Resource: arnOf('theirs'),
      Sid: 'AllowDeliveries',
    };
    expect(stack.resolve(subscriber.deliveryStatement.toStatementJson())).toStrictEqual(statement);
    const [warning, ...others] = Annotations.fromStack(stack).findWarning('*', Match.anyValue());
    expect(others).toStrictEqual([]);
    expect(warning?.id).toBe('/Shop/Billing');
    expect(JSON.parse(/\{.*\}/.exec(String(warning?.entry.data))?.[0] ?? '')).toStrictEqual(statement);
    expect(Object.keys(resourcesOf(Template.fromStack(stack), 'AWS::SQS::QueuePolicy'))).toHaveLength(1);
  });

  it.each<[string, (stack: Stack) => Partial<SubscriberProps>]>([
    ['DeadLetterQueueUnknown', (stack) => ({ queue: new Queue(stack, 'Mine') })],
    ['DeadLetterQueueUnknown', (stack) => ({ queue: Queue.fromQueueArn(stack, 'Theirs', arnOf('theirs')) })],
    ['DeadLetterQueueAlone', (stack) => ({ deadLetterQueue: new Queue(stack, 'MineDead') })],
    ['QueueExists', (stack) => ({ queue: ownQueue(stack), visibilityTimeout: Duration.seconds(30) })],
    ['QueueExists', (stack) => ({ queue: ownQueue(stack), maxReceiveCount: 9 })],
    ['QueueExists', (stack) => ({ queue: ownQueue(stack), encryptionKey: new Key(stack, 'Key') })],
    [
      'QueueKindMismatch',
      (stack) => ({
        topic: new EventTopic(stack, 'Ledger', { definition: orderLedger }),
        queue: ownQueue(stack),
      }),
    ],
    [
      'QueueKindMismatch',
      (stack) => ({
        queue: Queue.fromQueueArn(stack, 'Theirs', arnOf('theirs.fifo')),
        deadLetterQueue: new Queue(stack, 'MineDead'),
      }),
    ],
    ['PropInvalid', () => ({ queue: 'theirs' as unknown as IQueue })],
  ])('G7 fails with %s', (errorCode, props) => {
    const stack = emptyStack();

    expect(() => subscribe(stack, props(stack))).toThrow(`[${errorCode}] (at Shop/Billing)`);
  });
});
