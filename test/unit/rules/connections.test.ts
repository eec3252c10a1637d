import { Lazy, type Stack } from 'aws-cdk-lib';
import { type CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnAlias } from 'aws-cdk-lib/aws-kms';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { declareEvents } from '../../../lib/index.ts';
import {
  brokenRules,
  keyStatement,
  letDecrypt,
  plainAlarm,
  plainFanout,
  plainKey,
  plainStack,
  plainTable,
  streamReader,
} from './plain-fanout.ts';

const SNS = 'sns.amazonaws.com';
const CLOUDWATCH = 'cloudwatch.amazonaws.com';
const fifo = { fifoQueue: true };
const relayVariables = { FANOUT_OUTBOX_TABLE: 'outbox', FANOUT_TOPIC_ARNS: '{}' };

/** Builds a stack, and answers the rules that it breaks. */
function rulesBrokenBy(build: (stack: Stack) => void, context?: Record<string, unknown>): readonly string[] {
  const stack = plainStack(context);
  build(stack);
  return brokenRules(stack);
}

interface Case {
  readonly rule: string;
  readonly what: string;
  readonly good: (stack: Stack) => void;
  readonly bad: (stack: Stack) => void;
  readonly context?: Record<string, unknown>;
  /** Another rule that cannot hold either. */
  readonly also?: string;
}

const allFifo = {
  topic: { fifoTopic: true },
  queue: { ...fifo, visibilityTimeout: 60 },
  deadLetterQueue: fifo,
  subscriptionDeadLetterQueue: fifo,
};

const CASES: readonly Case[] = [
  {
    rule: 'Fanout-StandardTopicToFifoQueue',
    what: 'a standard topic on a FIFO queue',
    good: (stack) => plainFanout(stack, allFifo),
    bad: (stack) => plainFanout(stack, { queue: allFifo.queue, deadLetterQueue: fifo }),
  },
  {
    rule: 'Fanout-FifoTopicToStandardQueue',
    what: 'a FIFO topic on a standard queue',
    good: (stack) => plainFanout(stack, allFifo),
    bad: (stack) => plainFanout(stack, { topic: allFifo.topic, subscriptionDeadLetterQueue: fifo }),
  },
  {
    rule: 'Fanout-FifoTopicProtocol',
    what: 'a FIFO topic on an e-mail address',
    good: (stack) => plainFanout(stack, allFifo),
    bad: (stack) => subscribe(stack, plainFanout(stack, allFifo).topic, 'email', 'ada@example.com'),
  },
  {
    rule: 'Fanout-DeadLetterQueueKind',
    what: 'a FIFO queue with a standard dead-letter queue',
    good: (stack) => plainFanout(stack, allFifo),
    bad: (stack) => plainFanout(stack, { ...allFifo, deadLetterQueue: {} }),
  },
  {
    rule: 'Fanout-SubscriptionDeadLetterQueueKind',
    what: 'a FIFO topic with a standard dead-letter queue of the subscription',
    good: (stack) => plainFanout(stack, allFifo),
    bad: (stack) => plainFanout(stack, { ...allFifo, subscriptionDeadLetterQueue: {} }),
  },
  {
    rule: 'Fanout-ReservedBelowMaximumConcurrency',
    what: 'the sum of two queues',
    good: (stack) => twoQueuesOneFunction(stack, 4),
    bad: (stack) => twoQueuesOneFunction(stack, 3),
  },
  {
    rule: 'Fanout-MissingDeadLetterQueue',
    what: 'a queue that a function reads',
    good: (stack) => plainFanout(stack),
    bad: (stack) => {
      const { function: consumer } = plainFanout(stack);
      map(stack, 'Second', new CfnQueue(stack, 'Bare', { visibilityTimeout: 60 }).attrArn, consumer.ref);
    },
  },
  {
    rule: 'Fanout-RedriveNotAllowed',
    what: 'a dead-letter queue that allows others',
    good: (stack) => plainFanout(stack, { deadLetterQueue: allowing(['Queue']) }),
    bad: (stack) => plainFanout(stack, { deadLetterQueue: allowing(['SubscriptionDeadLetterQueue']) }),
  },
  {
    rule: 'Fanout-RedriveNotAllowed',
    what: 'a dead-letter queue that allows nobody',
    good: (stack) =>
      plainFanout(stack, { deadLetterQueue: { ...days14, redriveAllowPolicy: { redrivePermission: 'allowAll' } } }),
    bad: (stack) =>
      plainFanout(stack, { deadLetterQueue: { ...days14, redriveAllowPolicy: { redrivePermission: 'denyAll' } } }),
  },
  {
    rule: 'Fanout-RedriveSourcesAboveLimit',
    what: 'an eleventh source',
    good: (stack) => plainFanout(stack, { deadLetterQueue: allowing(['Queue', ...elsewhere(9)]) }),
    bad: (stack) => plainFanout(stack, { deadLetterQueue: allowing(['Queue', ...elsewhere(10)]) }),
  },
  {
    rule: 'Fanout-DeadLettersUnwatched',
    what: 'a dead-letter queue without an alarm',
    good: (stack) => {
      plainAlarm(stack, 'Alarm', withDeadLetterQueue(stack));
    },
    bad: withDeadLetterQueue,
  },
  {
    rule: 'Fanout-SubscriptionWithoutQueuePolicy',
    what: 'a policy for another topic',
    good: (stack) => plainFanout(stack),
    bad: (stack) => {
      const { subscription } = plainFanout(stack);
      subscription.topicArn = new CfnTopic(stack, 'Other').ref;
      // The subscription's dead-letter queue has the same policy, and is not what this is about.
      subscription.redrivePolicy = { deadLetterTargetArn: 'arn:aws:sqs:eu-central-1:111122223333:elsewhere' };
    },
  },
  {
    rule: 'Fanout-ImportedQueuePolicy',
    what: 'a queue of another app',
    good: (stack) => plainFanout(stack),
    bad: (stack) =>
      plainFanout(stack, { subscription: { endpoint: 'arn:aws:sqs:eu-central-1:111122223333:elsewhere' } }),
  },
  {
    rule: 'Fanout-QueuePolicyWithoutSource',
    what: 'SNS without a source',
    good: (stack) => allowSend(stack, { StringEquals: { 'aws:SourceAccount': '111122223333' } }),
    bad: (stack) => allowSend(stack, undefined),
  },
  {
    rule: 'Fanout-QueuePolicyWithoutSource',
    what: 'anybody',
    good: (stack) => allowSend(stack, { ArnLike: { 'AWS:SourceArn': 'arn:aws:sns:*:111122223333:*' } }, '*'),
    bad: (stack) => allowSend(stack, { Bool: { 'aws:SecureTransport': 'true' } }, '*'),
  },
  {
    rule: 'Fanout-QueueKeyWithoutSns',
    what: 'a queue key that SNS may not use',
    good: (stack) => encryptQueue(stack, 'queue', true),
    bad: (stack) => encryptQueue(stack, 'queue', false),
  },
  {
    rule: 'Fanout-SubscriptionDeadLetterKeyWithoutSns',
    what: "a key of the subscription's dead-letter queue that SNS may not use",
    good: (stack) => encryptQueue(stack, 'subscriptionDeadLetterQueue', true),
    bad: (stack) => encryptQueue(stack, 'subscriptionDeadLetterQueue', false),
  },
  {
    rule: 'Fanout-QueueUnderManagedKey',
    what: 'a queue under alias/aws/sqs',
    good: (stack) => plainFanout(stack, { queue: { visibilityTimeout: 60, sqsManagedSseEnabled: true } }),
    bad: (stack) => plainFanout(stack, { queue: { visibilityTimeout: 60, kmsMasterKeyId: 'alias/aws/sqs' } }),
  },
  {
    rule: 'Fanout-KeyGrantWithoutSource',
    what: 'a statement for SNS without a condition',
    good: (stack) => plainKey(stack, 'Key', keyStatement(SNS, 'arn:aws:sns:*:111122223333:*')),
    bad: (stack) => plainKey(stack, 'Key', keyStatement(SNS)),
  },
  {
    rule: 'Fanout-KeyCycle',
    what: 'a key that names the topic under it',
    good: (stack) => {
      const key = plainKey(stack, 'Key', keyStatement(SNS, `arn:aws:sns:*:${stack.account}:*`));
      plainFanout(stack, { topic: { kmsMasterKeyId: key.attrArn } });
    },
    bad: (stack) => {
      const source = Lazy.string({ produce: () => fanout.topic.ref });
      const key = plainKey(stack, 'Key', keyStatement(SNS, source));
      const fanout = plainFanout(stack, { topic: { kmsMasterKeyId: key.attrArn } });
    },
  },
  {
    rule: 'Fanout-QueueKeyWithoutLambda',
    what: 'a consumer that may not decrypt',
    good: (stack) => letDecrypt(...consumerOfEncrypted(stack)),
    bad: consumerOfEncrypted,
  },
  {
    rule: 'Fanout-AlarmTopicPolicyWithoutCloudWatch',
    what: 'an alarm topic whose policy only refuses plain HTTP',
    good: (stack) => ringOn(stack, new CfnTopic(stack, 'OnCall')),
    bad: (stack) => {
      const onCall = new CfnTopic(stack, 'OnCall');
      new CfnTopicPolicy(stack, 'OnCallPolicy', {
        topics: [onCall.ref],
        policyDocument: {
          Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: onCall.ref }],
        },
      });
      ringOn(stack, onCall);
    },
  },
  {
    rule: 'Fanout-AlarmTopicKeyWithoutCloudWatch',
    what: 'an alarm topic whose key CloudWatch may not use',
    good: (stack) => {
      const key = plainKey(stack, 'Key', keyStatement(CLOUDWATCH));
      ringOn(stack, new CfnTopic(stack, 'OnCall', { kmsMasterKeyId: key.ref }));
    },
    bad: (stack) => {
      const alias = new CfnAlias(stack, 'Alias', {
        aliasName: 'alias/on-call',
        targetKeyId: plainKey(stack, 'Key').ref,
      });
      ringOn(stack, new CfnTopic(stack, 'OnCall', { kmsMasterKeyId: alias.ref }));
    },
  },
  {
    rule: 'Fanout-AlarmTopicUnderManagedKey',
    what: 'an alarm topic under alias/aws/sns',
    good: (stack) => ringOn(stack, new CfnTopic(stack, 'OnCall')),
    bad: (stack) => ringOn(stack, new CfnTopic(stack, 'OnCall', { kmsMasterKeyId: 'alias/aws/sns' })),
  },
  {
    rule: 'Fanout-AlarmWithoutAction',
    what: 'an alarm in a composite alarm that tells nobody either',
    good: (stack) => ringInComposite(stack, ['arn:aws:sns:eu-central-1:111122223333:on-call']),
    bad: (stack) => ringInComposite(stack, undefined),
  },
  {
    rule: 'Fanout-FilterMatchesNoEvent',
    what: 'a filter on a type that is not declared',
    good: (stack) => declared(stack, { 'ce-type': [{ prefix: 'order.' }] }),
    bad: (stack) => declared(stack, { 'ce-type': [{ prefix: 'orders.' }] }),
    also: 'Fanout-EventWithoutSubscriber',
  },
  {
    rule: 'Fanout-EventWithoutSubscriber',
    what: 'an event that no filter lets through',
    good: (stack) => declared(stack, { 'ce-type': ['order.placed', { suffix: '.cancelled' }] }),
    bad: (stack) => declared(stack, { 'ce-type': ['order.placed'] }),
  },
  {
    rule: 'Fanout-TooManyAttributes',
    what: 'an eleventh attribute',
    good: (stack) => declaredAttributes(stack, 7),
    bad: (stack) => declaredAttributes(stack, 8),
  },
  {
    rule: 'Fanout-LargeMessageProtocol',
    what: 'an HTTPS endpoint on a topic for more than 256 KiB',
    good: (stack) =>
      subscribe(stack, new CfnTopic(stack, 'Topic', { maximumMessageSize: 262_144 }), 'https', 'https://example.com'),
    bad: (stack) =>
      subscribe(stack, new CfnTopic(stack, 'Topic', { maximumMessageSize: 262_145 }), 'https', 'https://example.com'),
  },
  {
    rule: 'Fanout-SubscriptionsAboveLimit',
    what: 'a subscription too many on a topic for large messages',
    good: (stack) => firehoses(stack, new CfnTopic(stack, 'Topic', { maximumMessageSize: 262_145 }), 100),
    bad: (stack) => firehoses(stack, new CfnTopic(stack, 'Topic', { maximumMessageSize: 262_145 }), 101),
  },
  {
    rule: 'Fanout-QueueSubscribedTwice',
    what: 'a second subscription of one queue',
    good: (stack) => plainFanout(stack),
    bad: (stack) => {
      const { topic, queue, subscriptionDeadLetterQueue } = plainFanout(stack);
      subscribe(stack, topic, 'sqs', queue.attrArn, subscriptionDeadLetterQueue);
    },
  },
  {
    rule: 'Fanout-SecondConsumer',
    what: 'a second function on one queue',
    good: (stack) => second(stack, false),
    bad: (stack) => second(stack, true),
  },
  {
    rule: 'Fanout-StreamViewType',
    what: 'a stream of keys only',
    good: (stack) => plainTable(stack, { view: 'NEW_IMAGE', readers: [streamReader(stack, 'Relay', relayVariables)] }),
    bad: (stack) => plainTable(stack, { view: 'KEYS_ONLY', readers: [streamReader(stack, 'Relay', relayVariables)] }),
  },
  {
    rule: 'Fanout-StreamViewType',
    what: 'a stream without old images of items that carry events',
    good: (stack) => itemTable(stack, 'NEW_AND_OLD_IMAGES'),
    bad: (stack) => itemTable(stack, 'NEW_IMAGE'),
  },
  {
    rule: 'Fanout-StreamReaders',
    what: 'a third reader of a stream',
    good: (stack) => plainTable(stack, { readers: ['A', 'B'].map((id) => streamReader(stack, id)) }),
    bad: (stack) => plainTable(stack, { readers: ['A', 'B', 'C'].map((id) => streamReader(stack, id)) }),
  },
  {
    rule: 'Fanout-RelayGivesUp',
    what: 'a relay with a limit on retries',
    good: (stack) =>
      plainTable(stack, {
        readers: [streamReader(stack, 'Relay', relayVariables)],
        mapping: { maximumRetryAttempts: -1 },
      }),
    bad: (stack) =>
      plainTable(stack, {
        readers: [streamReader(stack, 'Relay', relayVariables)],
        mapping: { maximumRetryAttempts: 10_000 },
      }),
  },
  {
    rule: 'Fanout-DeletedWithStack',
    what: 'a table without a removal policy in production',
    good: (stack) => {
      plainTable(stack, {}).cfnOptions.deletionPolicy = 'Retain' as never;
    },
    bad: (stack) => plainTable(stack, {}),
    context: { 'fanout:stage': 'prod' },
  },
];

describe('G7 a fan-out of plain L1s', () => {
  it.each(CASES)('breaks $rule by $what, and nothing else', ({ rule, good, bad, context, also }) => {
    expect(rulesBrokenBy(good, context)).toEqual([]);
    expect(rulesBrokenBy(bad, context)).toEqual([rule, ...(also === undefined ? [] : [also])]);
  });
});

const days14 = { messageRetentionPeriod: 1_209_600 };

function allowing(ids: readonly string[]): Record<string, unknown> {
  const sourceQueueArns = ids.map((id) => (id.startsWith('arn:') ? id : { 'Fn::GetAtt': [id, 'Arn'] }));
  return { ...days14, redriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns } };
}

const elsewhere = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `arn:aws:sqs:eu-central-1:111122223333:other-${index}`);

function subscribe(
  stack: Stack,
  topic: CfnTopic,
  protocol: string,
  endpoint: string,
  deadLetters?: CfnQueue,
  id = 'More',
): void {
  new CfnSubscription(stack, id, {
    topicArn: topic.ref,
    protocol,
    endpoint,
    ...(deadLetters && { redrivePolicy: { deadLetterTargetArn: deadLetters.attrArn } }),
  });
}

function firehoses(stack: Stack, topic: CfnTopic, count: number): void {
  for (let index = 0; index < count; index += 1) {
    subscribe(
      stack,
      topic,
      'firehose',
      `arn:aws:firehose:eu-central-1:111122223333:deliverystream/${index}`,
      undefined,
      `S${index}`,
    );
  }
}

const map = (stack: Stack, id: string, eventSourceArn: string, functionName: string): CfnEventSourceMapping =>
  new CfnEventSourceMapping(stack, id, {
    eventSourceArn,
    functionName,
    functionResponseTypes: ['ReportBatchItemFailures'],
    scalingConfig: { maximumConcurrency: 2 },
  });

function twoQueuesOneFunction(stack: Stack, reservedConcurrentExecutions: number): void {
  const { function: consumer, deadLetterQueue } = plainFanout(stack, {
    function: { timeout: 10, reservedConcurrentExecutions },
    mapping: { scalingConfig: { maximumConcurrency: 2 } },
  });
  const queue = new CfnQueue(stack, 'SecondQueue', {
    visibilityTimeout: 60,
    redrivePolicy: { deadLetterTargetArn: deadLetterQueue.attrArn, maxReceiveCount: 5 },
  });
  map(stack, 'SecondMapping', queue.attrArn, consumer.ref);
}

function withDeadLetterQueue(stack: Stack): CfnQueue {
  const deadLetterQueue = new CfnQueue(stack, 'Dead', days14);
  new CfnQueue(stack, 'Source', {
    redrivePolicy: { deadLetterTargetArn: deadLetterQueue.attrArn, maxReceiveCount: 5 },
  });
  return deadLetterQueue;
}

function allowSend(stack: Stack, condition: Record<string, unknown> | undefined, principal?: string): void {
  const queue = new CfnQueue(stack, 'Queue');
  new CfnQueuePolicy(stack, 'Policy', {
    queues: [queue.ref],
    policyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: principal ?? { Service: SNS },
          Action: 'SQS:Send*',
          Resource: '*',
          ...(condition && { Condition: condition }),
        },
      ],
    },
  });
}

function encryptQueue(stack: Stack, which: 'queue' | 'subscriptionDeadLetterQueue', granted: boolean): void {
  const source = `arn:aws:sns:*:${stack.account}:*`;
  const key = plainKey(stack, 'Key', ...(granted ? [keyStatement(SNS, source)] : []));
  const { role } = plainFanout(stack, { [which]: { visibilityTimeout: 60, kmsMasterKeyId: key.attrArn } });
  letDecrypt(stack, role, key);
}

function consumerOfEncrypted(
  stack: Stack,
): [Stack, ReturnType<typeof plainFanout>['role'], ReturnType<typeof plainKey>] {
  const key = plainKey(stack, 'Key', keyStatement(SNS, `arn:aws:sns:*:${stack.account}:*`));
  const { role } = plainFanout(stack, {
    queue: { visibilityTimeout: 60, kmsMasterKeyId: key.ref },
    role: { managedPolicyArns: [`arn:${stack.partition}:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole`] },
  });
  return [stack, role, key];
}

const ringOn = (stack: Stack, topic: CfnTopic): void => {
  plainAlarm(stack, 'Alarm', new CfnQueue(stack, 'Watched'), { alarmActions: [topic.ref] });
};

function ringInComposite(stack: Stack, alarmActions: string[] | undefined): void {
  const alarm: CfnAlarm = plainAlarm(stack, 'Alarm', new CfnQueue(stack, 'Watched'), { alarmActions: undefined });
  new CfnCompositeAlarm(stack, 'Composite', { alarmRule: `ALARM("${alarm.attrArn}")`, alarmActions });
}

const itemTable = (stack: Stack, view: string): CfnTable =>
  plainTable(stack, {
    view,
    readers: [streamReader(stack, 'Relay', { FANOUT_QUARANTINE_TABLE: 'quarantine', FANOUT_TOPIC_ARNS: '{}' })],
  });

function declared(stack: Stack, filterPolicy: Record<string, unknown>): void {
  const { topic } = plainFanout(stack, { subscription: { filterPolicy } });
  declareEvents(topic, { name: 'orders', events: [{ type: 'order.placed' }, { type: 'order.cancelled' }] });
}

function declaredAttributes(stack: Stack, count: number): void {
  const attributes = Array.from({ length: count }, (_, index) => `attribute-${index}`);
  declareEvents(plainFanout(stack).topic, { name: 'orders', events: [{ type: 'order.placed', attributes }] });
}

function second(stack: Stack, enabled: boolean): void {
  const { queue } = plainFanout(stack);
  const mapping = map(stack, 'Second', queue.attrArn, streamReader(stack, 'Other').ref);
  mapping.enabled = enabled;
}
