import { Duration, type Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { EventTopic, FanoutAlarms, Subscriber, type SubscriberProps } from '../../../lib/index.ts';
import { code, emptyStack, orderEvents, orderLedger } from './sample-stack.ts';
import { grantsOf, listed, resourceNamed, resourcesOf, variablesOf } from './template-reading.ts';

const ALARM = 'AWS::CloudWatch::Alarm';

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

/** A queue that keeps messages for as long as it is told, and its dead-letter queue. */
const keptQueue = (stack: Stack, retentionPeriod: Duration, deadLetters = Duration.days(14)): Queue =>
  new Queue(stack, 'Mine', {
    retentionPeriod,
    visibilityTimeout: Duration.seconds(180),
    deadLetterQueue: { queue: new Queue(stack, 'MineDead', { retentionPeriod: deadLetters }), maxReceiveCount: 20 },
  });

const importedQueues = (stack: Stack): Partial<SubscriberProps> => ({
  queue: Queue.fromQueueArn(stack, 'Theirs', arnOf('theirs')),
  deadLetterQueue: Queue.fromQueueArn(stack, 'TheirDead', arnOf('their-dead')),
});

const watch = (stack: Stack, subscriber: Subscriber): FanoutAlarms =>
  new FanoutAlarms(stack, 'Alarms', {
    subscribers: [subscriber],
    alarmActions: [new SnsAction(new Topic(stack, 'OnCall'))],
  });

const thresholdOf = (stack: Stack, id: string): unknown =>
  resourceNamed(Template.fromStack(stack), ALARM, `BillingHealth${id}`).Properties['Threshold'];

/** What a role may do with keys, by the key's id. */
const keyGrants = (template: Template, role: string): Record<string, readonly string[]> =>
  Object.fromEntries(
    grantsOf(template, role)
      .filter(({ Action }) => listed(Action).every((action) => action.startsWith('kms:')))
      .map(({ Action, Resource }) => [/"(\w+)[0-9A-F]{8}"/.exec(JSON.stringify(Resource))?.[1], listed(Action)]),
  );

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

  it('G1 rings before its messages expire, after the time for which it keeps them', () => {
    const stack = emptyStack();
    const subscriber = subscribe(stack, { queue: keptQueue(stack, Duration.hours(6)) });
    watch(stack, subscriber);

    expect(subscriber.settings).toMatchObject({
      retentionSeconds: 21_600,
      oldestMessageSeconds: 3600,
      visibilityTimeoutSeconds: 180,
      maxReceiveCount: 20,
    });
    expect(thresholdOf(stack, 'ExpiryAlarm')).toBe(16_200);
    expect(thresholdOf(stack, 'DeadLetterExpiryAlarm')).toBe(928_800);
  });

  it.each([
    ['that it shows, by what is left of it after the first queue', orderEvents, {}, 5, 43_200],
    ['that it shows, of which a FIFO queue takes nothing', orderLedger, { fifo: true }, 5, 216_000],
    ['shorter than that of the queue, as soon as one lies there', orderEvents, {}, 3, 0],
  ])('G1 rings before dead letters expire, after a retention %s', (_which, definition, kind, days, threshold) => {
    const stack = emptyStack();
    const deadLetterQueue = new Queue(stack, 'MineDead', { ...kind, retentionPeriod: Duration.days(days) });
    const topic = new EventTopic(stack, 'Events', { definition });
    const queue = new Queue(stack, 'Mine', { ...kind, visibilityTimeout: Duration.seconds(180) });
    watch(stack, subscribe(stack, { topic, queue, deadLetterQueue, consumer: { code } }));

    expect(thresholdOf(stack, 'DeadLetterExpiryAlarm')).toBe(threshold);
    const template = Template.fromStack(stack);
    expect(resourceNamed(template, ALARM, 'BillingAlarmsDeadLetterAlarm').Properties['AlarmDescription']).toContain(
      `expire after ${days} days`,
    );
  });

  it('G5 tells its consumer when dead letters expire, as its dead-letter queue shows or is said', () => {
    const stated = { deadLetterRetentionPeriod: Duration.days(6) };
    const secondsOf = (props: (stack: Stack) => Partial<SubscriberProps>): unknown => {
      const stack = emptyStack();
      subscribe(stack, { ...props(stack), consumer: { code } });
      return variablesOf(Template.fromStack(stack), 'BillingConsumerFunction')['FANOUT_DEAD_LETTER_RETENTION_SECONDS'];
    };

    expect(secondsOf((stack) => ({ queue: keptQueue(stack, Duration.days(1), Duration.days(5)) }))).toBe('432000');
    expect(secondsOf((stack) => ({ ...importedQueues(stack), ...stated }))).toBe('518400');
    expect(secondsOf(importedQueues)).toBe('1209600');
    expect(secondsOf(() => ({}))).toBe('1209600');
  });

  it('G2 remembers for as long as it keeps messages', () => {
    const stack = emptyStack();
    subscribe(stack, { queue: keptQueue(stack, Duration.days(10)), consumer: { code } });

    const { FANOUT_INBOX_HORIZON_SECONDS } = variablesOf(Template.fromStack(stack), 'BillingConsumerFunction');
    expect(FANOUT_INBOX_HORIZON_SECONDS).toBe(String((23 + 10 + 14) * 86_400));
  });

  it('G8 lets its consumer and operators use the keys of both queues, each for what they do there', () => {
    const stack = emptyStack();
    const [queueKey, deadLetterKey] = [new Key(stack, 'QueueKey'), new Key(stack, 'DeadLetterKey')];
    const queue = new Queue(stack, 'Mine', {
      visibilityTimeout: Duration.seconds(180),
      encryptionMasterKey: queueKey,
      deadLetterQueue: {
        queue: new Queue(stack, 'MineDead', { encryptionMasterKey: deadLetterKey }),
        maxReceiveCount: 20,
      },
    });
    const operator = new Role(stack, 'OperatorRole', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    subscribe(stack, { queue, consumer: { code } }).grantRedrive(operator);

    const template = Template.fromStack(stack);
    expect(keyGrants(template, 'BillingConsumer')).toStrictEqual({
      QueueKey: ['kms:Decrypt'],
      DeadLetterKey: ['kms:Decrypt', 'kms:GenerateDataKey'],
    });
    // What SQS moved to the dead-letter queue stays encrypted with the queue's key.
    expect(keyGrants(template, 'Operator')).toStrictEqual({
      QueueKey: ['kms:Decrypt', 'kms:GenerateDataKey'],
      DeadLetterKey: ['kms:Decrypt'],
    });
  });

  it.each<[string, (stack: Stack) => Partial<SubscriberProps>]>([
    ['RetentionMismatch', (stack) => ({ queue: ownQueue(stack), retentionPeriod: Duration.days(3) })],
    ['RetentionRange', (stack) => ({ queue: keptQueue(stack, Duration.days(14)) })],
    [
      'DeadLetterRetentionMismatch',
      (stack) => ({ queue: ownQueue(stack), deadLetterRetentionPeriod: Duration.days(14) }),
    ],
    [
      'DeadLetterRetentionRange',
      (stack) => ({ ...importedQueues(stack), deadLetterRetentionPeriod: Duration.days(15) }),
    ],
    ['DeadLetterRetentionAlone', () => ({ deadLetterRetentionPeriod: Duration.days(14) })],
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
