import { type App, Duration, Stack } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type IKey, Key, Alias as KeyAlias } from 'aws-cdk-lib/aws-kms';
import { Code, type FunctionProps, type IFunction, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { EventTopic, Subscriber } from '../../../lib/index.ts';
import { emptyStack, orderEvents } from '../lib/sample-stack.ts';
import { brokenRules, plainStack } from './plain-fanout.ts';

const functionIn = (stack: Stack, id: string, props: Partial<FunctionProps> = {}): LambdaFunction =>
  new LambdaFunction(stack, id, {
    code: Code.fromInline('exports.handler'),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    timeout: Duration.seconds(60),
    ...props,
  });

/** The ways in which aws-cdk's L2s name a function to an event source. */
const NAMINGS: readonly (readonly [string, (stack: Stack) => IFunction])[] = [
  ['itself', (stack) => functionIn(stack, 'Orders')],
  ['an alias', (stack) => functionIn(stack, 'Orders').addAlias('live')],
  ['a version', (stack) => functionIn(stack, 'Orders').currentVersion],
  [
    'a name',
    (stack) => {
      functionIn(stack, 'Orders', { functionName: 'orders' });
      return LambdaFunction.fromFunctionName(stack, 'Named', 'orders');
    },
  ],
  [
    'an ARN in words, with an alias',
    (stack) => {
      functionIn(stack, 'Orders', { functionName: 'orders' });
      const functionArn = 'arn:aws:lambda:eu-west-1:111122223333:function:orders:live';
      return LambdaFunction.fromFunctionArn(stack, 'Named', functionArn);
    },
  ],
  [
    'an ARN put together with a reference',
    (stack) => LambdaFunction.fromFunctionArn(stack, 'Named', `${functionIn(stack, 'Orders').functionArn}:live`),
  ],
];

describe.each(NAMINGS)('G7 a consumer that its event source knows by %s', (_, name) => {
  const broken = (visibilityTimeout: Duration, maxReceiveCount: number): readonly string[] => {
    const stack = plainStack();
    const deadLetters = new Queue(stack, 'DeadLetters', { retentionPeriod: Duration.days(14) });
    const queue = new Queue(stack, 'Queue', {
      visibilityTimeout,
      deadLetterQueue: { queue: deadLetters, maxReceiveCount },
    });
    name(stack).addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true }));
    return brokenRules(stack.node.root).filter((rule) => rule !== 'Fanout-DeadLettersUnwatched');
  };

  it('is held against its queue', () => {
    expect(broken(Duration.minutes(6), 5)).toEqual([]);
    expect(broken(Duration.seconds(10), 2)).toEqual(['Fanout-VisibilityBelowTimeout', 'Fanout-MaxReceiveCountTooLow']);
  });
});

it('G7 two functions in one name are nobody’s consumer', () => {
  const stack = plainStack();
  const [one, other] = ['One', 'Other'].map((id) => functionIn(stack, id));
  const both = LambdaFunction.fromFunctionArn(stack, 'Both', `${one?.functionArn}:${other?.functionName}`);
  both.addEventSource(new SqsEventSource(new Queue(stack, 'Queue', { visibilityTimeout: Duration.seconds(1) })));

  expect(brokenRules(stack)).not.toContain('Fanout-VisibilityBelowTimeout');
});

it('G7 an existing queue is held against a consumer by alias', () => {
  const stack = emptyStack();
  const deadLetterQueue = new Queue(stack, 'DeadLetters', { retentionPeriod: Duration.days(14) });
  const queue = new Queue(stack, 'Queue', { visibilityTimeout: Duration.seconds(5) });
  const consumer = functionIn(stack, 'Orders').addAlias('live');
  const topic = new EventTopic(stack, 'OrderEvents', { definition: orderEvents });
  const timeout = Duration.seconds(60);
  new Subscriber(stack, 'Subscriber', {
    name: 'orders',
    topic,
    queue,
    deadLetterQueue,
    consumer: { function: consumer, timeout },
  });

  expect(brokenRules(stack)).toContain('Fanout-VisibilityBelowTimeout');
});

/** The ways in which aws-cdk's L2s name a key of the app. */
const KEYS: readonly (readonly [string, (stack: Stack, key: Key) => IKey])[] = [
  ['itself', (_stack, key) => key],
  ['its alias', (_stack, key) => key.addAlias('alias/mine')],
  [
    "its alias's name",
    (stack, key) => {
      new KeyAlias(stack, 'Alias', { aliasName: 'alias/mine', targetKey: key });
      return KeyAlias.fromAliasName(stack, 'Named', 'alias/mine');
    },
  ],
];

describe.each(KEYS)('G7 a key that is known by %s', (_, name) => {
  it('is asked whether CloudWatch may use it', () => {
    const stack = plainStack();
    const onCall = new Topic(stack, 'OnCall', { masterKey: name(stack, new Key(stack, 'Key')) });
    const metric = new Queue(stack, 'Queue').metricApproximateNumberOfMessagesVisible();
    metric.createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 }).addAlarmAction(new SnsAction(onCall));

    expect(brokenRules(stack)).toContain('Fanout-AlarmTopicKeyWithoutCloudWatch');
  });

  it('is asked whether SNS may use it', () => {
    const stack = plainStack();
    const key = name(stack, new Key(stack, 'Key'));
    // Imported, so that aws-cdk adds no grant.
    const encrypted = new Queue(stack, 'Encrypted', { encryptionMasterKey: key });
    const queue = Queue.fromQueueAttributes(stack, 'Imported', { queueArn: encrypted.queueArn });
    new Topic(stack, 'Topic').addSubscription(new SqsSubscription(queue));

    expect(brokenRules(stack)).toContain('Fanout-QueueKeyWithoutSns');
  });
});

it('G7 an alias of a name that two stacks have means neither of their keys', () => {
  const app = plainStack().node.root as App;
  const [stack] = ['One', 'Other'].map((id) => {
    const each = new Stack(app, id);
    new Key(each, 'Key').addAlias('alias/mine');
    return each;
  });
  const onCall = new Topic(stack as Stack, 'OnCall', {
    masterKey: KeyAlias.fromAliasName(stack as Stack, 'Named', 'alias/mine'),
  });
  const metric = onCall.metricNumberOfMessagesPublished();
  metric
    .createAlarm(stack as Stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 })
    .addAlarmAction(new SnsAction(onCall));

  expect(brokenRules(app)).not.toContain('Fanout-AlarmTopicKeyWithoutCloudWatch');
});
