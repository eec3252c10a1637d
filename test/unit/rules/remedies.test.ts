import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { EventTopic, FanoutChecks, Inbox, ItemOutbox, Outbox, UndeliveredQueue } from '../../../lib/index.ts';
import { addSubscriber, code, emptyStack, orderEvents } from '../lib/sample-stack.ts';
import { plainFanout } from './plain-fanout.ts';

const remediesIn = (stack: Stack): readonly string[] =>
  new FanoutChecks().validateScope(stack).violations.map(({ fix }) => fix ?? '');

const production = (): Stack => emptyStack({ 'fanout:stage': 'prod' });

describe('a remedy names', () => {
  it('the property of an L1 as its constructor calls it, and as CloudFormation does', () => {
    const stack = emptyStack();
    plainFanout(stack, { queue: { visibilityTimeout: 59 } });

    expect(remediesIn(stack)).toEqual([
      'Raise the visibility timeout of the queue, or lower the timeout of the function. Where: visibilityTimeout of the queue (CloudFormation: VisibilityTimeout).',
    ]);
  });

  it('the method of an L1 that has no property for it', () => {
    const stack = production();
    const scope = new Construct(stack, 'Mine');
    plainFanout(stack).queue.redrivePolicy = {
      deadLetterTargetArn: new CfnQueue(scope, 'Resource', { messageRetentionPeriod: 1_209_600 }).attrArn,
      maxReceiveCount: 5,
    };

    expect(remediesIn(stack)).toContainEqual(
      expect.stringContaining('Where: applyRemovalPolicy() of the queue (CloudFormation: DeletionPolicy).'),
    );
  });

  it('the prop of an L2, which has another name', () => {
    const stack = emptyStack();
    const queue = new Queue(stack, 'Queue', { removalPolicy: RemovalPolicy.RETAIN });
    const consumer = new LambdaFunction(stack, 'Function', {
      code,
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      reservedConcurrentExecutions: 4,
    });
    consumer.addEventSource(new SqsEventSource(queue));

    expect(remediesIn(stack)).toEqual([
      "Set the mapping's maximum concurrency to the reserved concurrency or less. Where: maxConcurrency of the event source mapping (CloudFormation: ScalingConfig).",
      'Let the consumer report the failures of single messages, or set the batch size to 1. Where: reportBatchItemFailures of the event source mapping (CloudFormation: FunctionResponseTypes).',
      'Give the queue a dead-letter queue. Where: deadLetterQueue of the queue (CloudFormation: RedrivePolicy).',
    ]);
  });

  it.each<[construct: string, make: (stack: Stack, topic: EventTopic) => Construct, wheres: readonly string[]]>([
    ['Subscriber', (_stack, topic) => addSubscriber(topic, { topic }), ['alarmActions', 'removalPolicy']],
    [
      'UndeliveredQueue',
      (stack, topic) => new UndeliveredQueue(stack, 'Undelivered', { topic, subscriber: 'stock' }),
      ['alarmActions'],
    ],
    ['Outbox', (stack, topic) => new Outbox(stack, 'Outbox', { topics: [topic] }), ['alarmActions', 'removalPolicy']],
    [
      'ItemOutbox',
      (stack, topic) => new ItemOutbox(stack, 'ItemOutbox', { topics: [topic], table: items(stack) }),
      ['alarmActions'],
    ],
    ['Inbox', (stack, topic) => addSubscriber(stack, { topic, inbox: new Inbox(stack, 'In') }), ['removalPolicy']],
  ])('the prop of %s', (construct, make, props) => {
    const stack = production();
    const made = make(stack, new EventTopic(stack, 'Topic', { definition: orderEvents }));
    for (const queueOrTable of [...made.node.findAll(), ...stack.node.findAll()]) {
      if (queueOrTable instanceof Queue || queueOrTable instanceof Table) {
        queueOrTable.applyRemovalPolicy(RemovalPolicy.DESTROY);
      }
    }

    const remedies = remediesIn(stack).join('\n');
    for (const prop of props) {
      expect(remedies).toMatch(new RegExp(`Where: ${prop} of ${construct} \\(CloudFormation: \\w+\\)\\.`));
    }
  });

  it('nothing where the property says only what the finding is about', () => {
    const stack = emptyStack();
    new EventTopic(stack, 'Topic', { definition: orderEvents });

    expect(remediesIn(stack)).toEqual([
      'Subscribe somebody, remove the event, or acknowledge that its subscribers are elsewhere.',
    ]);
  });

  it('nothing where the construct has no prop for it', () => {
    const stack = emptyStack();
    const { queue } = addSubscriber(stack);
    (queue.node.defaultChild as CfnQueue).redrivePolicy = undefined;

    expect(remediesIn(stack)).toContain('Give the queue a dead-letter queue.');
  });
});

const items = (stack: Stack): Table =>
  new Table(stack, 'Items', {
    partitionKey: { name: 'id', type: AttributeType.STRING },
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
  });
