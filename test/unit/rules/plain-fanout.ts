import { App, Stack } from 'aws-cdk-lib';
import { CfnAlarm, type CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnPolicy, CfnRole, type CfnRoleProps } from 'aws-cdk-lib/aws-iam';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import {
  CfnEventSourceMapping,
  type CfnEventSourceMappingProps,
  CfnFunction,
  type CfnFunctionProps,
} from 'aws-cdk-lib/aws-lambda';
import { CfnSubscription, type CfnSubscriptionProps, CfnTopic, type CfnTopicProps } from 'aws-cdk-lib/aws-sns';
import { CfnQueue, CfnQueuePolicy, type CfnQueueProps } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { FanoutChecks } from '../../../lib/rules/fanout-checks.ts';
import { cdkOutdir } from '../cdk-outdir.ts';

/** What one test has otherwise than the right fan-out. */
export interface Changes {
  readonly topic?: Partial<CfnTopicProps>;
  readonly queue?: Partial<CfnQueueProps>;
  readonly deadLetterQueue?: Partial<CfnQueueProps>;
  readonly subscription?: Partial<CfnSubscriptionProps>;
  readonly subscriptionDeadLetterQueue?: Partial<CfnQueueProps>;
  readonly maxReceiveCount?: number;
  readonly role?: Partial<CfnRoleProps>;
  readonly function?: Partial<CfnFunctionProps>;
  readonly mapping?: Partial<CfnEventSourceMappingProps>;
  readonly alarm?: Partial<CfnAlarmProps>;
}

/** The L1s of a fan-out. */
export interface PlainFanout {
  readonly topic: CfnTopic;
  readonly queue: CfnQueue;
  readonly deadLetterQueue: CfnQueue;
  readonly subscriptionDeadLetterQueue: CfnQueue;
  readonly subscription: CfnSubscription;
  readonly role: CfnRole;
  readonly function: CfnFunction;
  readonly mapping: CfnEventSourceMapping;
}

/** An empty stack in an app without Fanout's constructs. */
export const plainStack = (context?: Record<string, unknown>, id = 'Plain'): Stack =>
  new Stack(new App({ context, outdir: cdkOutdir }), id);

const DAY = 86_400;

/** One topic, one subscriber, written in L1s by hand, in which no rule finds anything. */
export function plainFanout(stack: Stack, changes: Changes = {}): PlainFanout {
  const topic = new CfnTopic(stack, 'Topic', changes.topic);
  const deadLetterQueue = new CfnQueue(stack, 'DeadLetterQueue', {
    messageRetentionPeriod: 14 * DAY,
    ...changes.deadLetterQueue,
  });
  const queue = new CfnQueue(stack, 'Queue', {
    visibilityTimeout: 60,
    redrivePolicy: {
      deadLetterTargetArn: deadLetterQueue.attrArn,
      maxReceiveCount: changes.maxReceiveCount ?? 5,
    },
    ...changes.queue,
  });
  const subscriptionDeadLetterQueue = new CfnQueue(stack, 'SubscriptionDeadLetterQueue', {
    ...changes.subscriptionDeadLetterQueue,
  });
  for (const target of [queue, subscriptionDeadLetterQueue]) {
    new CfnQueuePolicy(stack, `${target.node.id}Policy`, {
      queues: [target.ref],
      policyDocument: { Statement: [deliveryStatement(target, topic)] },
    });
  }
  const subscription = new CfnSubscription(stack, 'Subscription', {
    topicArn: topic.ref,
    protocol: 'sqs',
    endpoint: queue.attrArn,
    rawMessageDelivery: true,
    redrivePolicy: { deadLetterTargetArn: subscriptionDeadLetterQueue.attrArn },
    ...changes.subscription,
  });
  const role = new CfnRole(stack, 'Role', { assumeRolePolicyDocument: {}, ...changes.role });
  const consumer = new CfnFunction(stack, 'Function', {
    code: { zipFile: '' },
    role: role.attrArn,
    timeout: 10,
    ...changes.function,
  });
  const mapping = new CfnEventSourceMapping(stack, 'Mapping', {
    eventSourceArn: queue.attrArn,
    functionName: consumer.ref,
    functionResponseTypes: ['ReportBatchItemFailures'],
    ...changes.mapping,
  });
  for (const watched of [deadLetterQueue, subscriptionDeadLetterQueue]) {
    plainAlarm(stack, `${watched.node.id}Alarm`, watched, changes.alarm);
  }
  return {
    topic,
    queue,
    deadLetterQueue,
    subscriptionDeadLetterQueue,
    subscription,
    role,
    function: consumer,
    mapping,
  };
}

/** An alarm on a queue that tells somebody. */
export const plainAlarm = (stack: Stack, id: string, queue: CfnQueue, changes?: Partial<CfnAlarmProps>): CfnAlarm =>
  new CfnAlarm(stack, id, {
    comparisonOperator: 'GreaterThanThreshold',
    evaluationPeriods: 1,
    threshold: 0,
    namespace: 'AWS/SQS',
    metricName: 'ApproximateNumberOfMessagesVisible',
    dimensions: [{ name: 'QueueName', value: queue.attrQueueName }],
    alarmActions: ['arn:aws:sns:eu-central-1:111122223333:on-call'],
    ...changes,
  });

/** Lets SNS send to a queue for a topic. */
const deliveryStatement = (queue: CfnQueue, topic: CfnTopic): Record<string, unknown> => ({
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: queue.attrArn,
  Condition: { ArnEquals: { 'aws:SourceArn': topic.ref } },
});

/** A key with statements of its own beside the account's. */
export const plainKey = (stack: Stack, id: string, ...statements: readonly Record<string, unknown>[]): CfnKey =>
  new CfnKey(stack, id, {
    keyPolicy: {
      Statement: [
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${stack.account}:root` }, Action: 'kms:*', Resource: '*' },
        ...statements,
      ],
    },
  });

/** Lets a service use a key, for a source when there is one. */
export const keyStatement = (service: string, source?: unknown): Record<string, unknown> => ({
  Effect: 'Allow',
  Principal: { Service: service },
  Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
  Resource: '*',
  ...(source !== undefined && { Condition: { ArnLike: { 'aws:SourceArn': source } } }),
});

/** Lets a role decrypt with a key, in a policy of the role. */
export const letDecrypt = (stack: Stack, role: CfnRole, key: CfnKey): CfnPolicy =>
  new CfnPolicy(stack, 'DecryptPolicy', {
    policyName: 'decrypt',
    roles: [role.ref],
    policyDocument: { Statement: [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: key.attrArn }] },
  });

/** A table with a stream, and functions that read it. */
export function plainTable(
  stack: Stack,
  options: {
    readonly view?: string;
    readonly readers?: readonly CfnFunction[];
    readonly mapping?: Partial<CfnEventSourceMappingProps>;
  },
): CfnTable {
  const table = new CfnTable(stack, 'Table', {
    keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
    attributeDefinitions: [{ attributeName: 'pk', attributeType: 'S' }],
    streamSpecification: { streamViewType: options.view ?? 'NEW_AND_OLD_IMAGES' },
  });
  (options.readers ?? []).forEach((reader, index) => {
    new CfnEventSourceMapping(stack, `StreamMapping${index}`, {
      eventSourceArn: table.attrStreamArn,
      functionName: reader.ref,
      startingPosition: 'TRIM_HORIZON',
      ...options.mapping,
    });
  });
  return table;
}

/** A function that reads a stream. */
export const streamReader = (stack: Stack, id: string, variables: Record<string, string> = {}): CfnFunction =>
  new CfnFunction(stack, id, {
    code: { zipFile: '' },
    role: 'arn:aws:iam::111122223333:role/reader',
    environment: { variables },
  });

/** Ids of the rules that a stack or app breaks, as often as it breaks them. */
export const brokenRules = (scope: IConstruct): readonly string[] =>
  new FanoutChecks().validateScope(scope).violations.map(({ ruleName }) => ruleName);

/** Adds one more subscription of a topic. */
export function subscribe(
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
