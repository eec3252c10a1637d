import type { Stack } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnAlias, CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { breaks } from './breaks.ts';
import { keyStatement, letDecrypt, plainFanout, plainKey, streamReader, subscribe } from './plain-fanout.ts';

const SNS = 'sns.amazonaws.com';

breaks('G7 consumers', [
  {
    rule: 'Fanout-VisibilityBelowTimeout',
    what: 'a function that is invoked by an alias',
    good: (stack) => byAlias(stack, 60),
    bad: (stack) => byAlias(stack, 9),
  },
  {
    rule: 'Fanout-ReservedBelowMaximumConcurrency',
    what: 'the sum of two queues',
    good: (stack) => twoQueuesOneFunction(stack, 4),
    bad: (stack) => twoQueuesOneFunction(stack, 3),
  },
  {
    rule: 'Fanout-ReservedBelowMaximumConcurrency',
    what: 'a second queue that is read',
    good: (stack) => twoQueuesOneFunction(stack, 2, false),
    bad: (stack) => twoQueuesOneFunction(stack, 2, true),
  },
  {
    rule: 'Fanout-ReservedWithoutMaximumConcurrency',
    what: 'a mapping that runs',
    good: (stack) => reserving(stack, false),
    bad: (stack) => reserving(stack, true),
  },
  {
    rule: 'Fanout-SecondConsumer',
    what: 'a second function on one queue',
    good: (stack) => second(stack, false),
    bad: (stack) => second(stack, true),
  },
  {
    rule: 'Fanout-SecondConsumer',
    what: 'a pipe beside a function',
    good: (stack) => pipe(stack, plainFanout(stack).queue.attrArn, 'STOPPED'),
    bad: (stack) => pipe(stack, plainFanout(stack).queue.attrArn, 'RUNNING'),
  },
  {
    rule: 'Fanout-QueueKeyWithoutLambda',
    what: 'a consumer that may not decrypt',
    good: (stack) => letDecrypt(...consumerOfEncrypted(stack)),
    bad: consumerOfEncrypted,
  },
  {
    rule: 'Fanout-DeadLetterKeyWithoutLambda',
    what: 'a consumer that may decrypt for the dead-letter queue and not encrypt',
    good: (stack) => deadLetteringUnderKey(stack, ['kms:Decrypt', 'kms:GenerateDataKey']),
    bad: (stack) => deadLetteringUnderKey(stack, ['kms:Decrypt']),
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
]);

const reserving = (stack: Stack, enabled: boolean): unknown =>
  plainFanout(stack, { function: { timeout: 10, reservedConcurrentExecutions: 2 }, mapping: { enabled } });

function twoQueuesOneFunction(stack: Stack, reservedConcurrentExecutions: number, enabled = true): void {
  const { function: consumer, deadLetterQueue } = plainFanout(stack, {
    function: { timeout: 10, reservedConcurrentExecutions },
    mapping: { scalingConfig: { maximumConcurrency: 2 } },
  });
  const queue = new CfnQueue(stack, 'SecondQueue', {
    visibilityTimeout: 60,
    redrivePolicy: { deadLetterTargetArn: deadLetterQueue.attrArn, maxReceiveCount: 5 },
  });
  map(stack, 'SecondMapping', queue.attrArn, consumer.ref).enabled = enabled;
}

const map = (stack: Stack, id: string, eventSourceArn: string, functionName: string): CfnEventSourceMapping =>
  new CfnEventSourceMapping(stack, id, {
    eventSourceArn,
    functionName,
    functionResponseTypes: ['ReportBatchItemFailures'],
    scalingConfig: { maximumConcurrency: 2 },
  });

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

/** A consumer that dead-letters to a queue under a key with which it may do something. */
function deadLetteringUnderKey(stack: Stack, actions: readonly string[]): void {
  const key = plainKey(stack, 'Key');
  const variables: Record<string, string> = {};
  const { role, deadLetterQueue } = plainFanout(stack, {
    deadLetterQueue: { kmsMasterKeyId: key.ref, messageRetentionPeriod: 1_209_600 },
    function: { timeout: 10, environment: { variables } },
  });
  variables['FANOUT_DEAD_LETTER_QUEUE_URL'] = deadLetterQueue.ref;
  new CfnPolicy(stack, 'KeyPolicy', {
    policyName: 'key',
    roles: [role.ref],
    policyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: key.attrArn }] },
  });
}

function second(stack: Stack, enabled: boolean): void {
  const { queue } = plainFanout(stack);
  const mapping = map(stack, 'Second', queue.attrArn, streamReader(stack, 'Other').ref);
  mapping.enabled = enabled;
}

function pipe(stack: Stack, source: string, desiredState: string): void {
  const target = 'arn:aws:sqs:eu-central-1:111122223333:elsewhere';
  new CfnPipe(stack, 'Pipe', { source, target, desiredState, roleArn: 'arn:aws:iam::111122223333:role/pipe' });
}

function byAlias(stack: Stack, visibilityTimeout: number): void {
  const { function: consumer, mapping } = plainFanout(stack, { queue: { visibilityTimeout } });
  const alias = new CfnAlias(stack, 'Live', { functionName: consumer.ref, functionVersion: '1', name: 'live' });
  mapping.functionName = alias.ref;
}
