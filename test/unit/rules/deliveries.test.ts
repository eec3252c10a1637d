import { App, Aws, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { CfnTopic, CfnTopicPolicy, Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { CfnQueue, CfnQueuePolicy, Queue } from 'aws-cdk-lib/aws-sqs';
import { expect, it } from 'vitest';
import { FanoutChecks } from '../../../lib/rules/fanout-checks.ts';
import { cdkOutdir } from '../cdk-outdir.ts';
import { breaks } from './breaks.ts';
import { keyStatement, letDecrypt, plainFanout, plainKey } from './plain-fanout.ts';

const SNS = 'sns.amazonaws.com';

breaks('G7 deliveries', [
  {
    rule: 'Fanout-SubscriptionWithoutQueuePolicy',
    what: 'a policy for another topic',
    good: (stack) => plainFanout(stack),
    bad: (stack) => {
      const { subscription } = plainFanout(stack);
      subscription.topicArn = new CfnTopic(stack, 'Other').ref;
      // The subscription's dead-letter queue has the same policy, and is not what this is about.
      subscription.redrivePolicy = { deadLetterTargetArn: Aws.NO_VALUE };
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
    rule: 'Fanout-ImportedQueuePolicy',
    what: 'a queue whose ARN another stack exports',
    good: (stack) => plainFanout(stack),
    bad: (stack) => plainFanout(stack, { subscription: { endpoint: Fn.importValue('QueueArn') } }),
  },
  {
    rule: 'Fanout-ImportedQueuePolicy',
    what: "a subscription's dead-letter queue by name in the stack's own environment",
    good: (stack) => plainFanout(stack),
    bad: (stack) => {
      const deadLetterTargetArn = stack.formatArn({ service: 'sqs', resource: 'elsewhere' });
      plainFanout(stack, { subscription: { redrivePolicy: { deadLetterTargetArn } } });
    },
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
    rule: 'Fanout-TopicPolicyWithoutSource',
    what: 'anybody who may subscribe',
    good: (stack) => allowOnTopic(stack, { AWS: '*' }, { StringEquals: { 'AWS:SourceOwner': '111122223333' } }),
    bad: (stack) => allowOnTopic(stack, { AWS: '*' }, { StringEquals: { 'sns:Protocol': 'sqs' } }),
  },
  {
    rule: 'Fanout-TopicServiceWithoutSource',
    what: 'a service that publishes for anybody',
    good: (stack) =>
      allowOnTopic(stack, { Service: 's3.amazonaws.com' }, { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::orders' } }),
    bad: (stack) => allowOnTopic(stack, { Service: 's3.amazonaws.com' }, undefined),
  },
  {
    rule: 'Fanout-QueuePolicyWithoutSource',
    what: 'a source that may be anything',
    good: (stack) => allowSend(stack, { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:111122223333:*' } }),
    bad: (stack) => allowSend(stack, { ArnLike: { 'aws:SourceArn': '*' } }),
  },
  {
    rule: 'Fanout-QueuePolicyWithoutSource',
    what: 'everybody but one account',
    good: (stack) => allowSend(stack, { StringEquals: { 'aws:SourceAccount': '111122223333' } }),
    bad: (stack) => allowSend(stack, { StringNotEquals: { 'aws:SourceAccount': '111122223333' } }),
  },
  {
    rule: 'Fanout-QueuePolicyWithoutSource',
    what: 'a condition for those who say who they are',
    good: (stack) => allowSend(stack, { StringEquals: { 'aws:PrincipalTag/team': 'orders' } }, '*'),
    bad: (stack) => allowSend(stack, { StringEqualsIfExists: { 'aws:SourceAccount': '111122223333' } }, '*'),
  },
  {
    rule: 'Fanout-QueuePolicyWithoutSource',
    what: 'anybody from anywhere',
    good: (stack) => allowSend(stack, { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }, '*'),
    bad: (stack) => allowSend(stack, { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }, '*'),
  },
  {
    rule: 'Fanout-QueueKeyWithoutSns',
    what: 'a queue key that SNS may not use',
    good: (stack) => encryptQueue(stack, 'queue', true),
    bad: (stack) => encryptQueue(stack, 'queue', false),
  },
  {
    rule: 'Fanout-QueueKeyWithoutSns',
    what: 'a queue key that SNS may use for another topic',
    good: (stack) => grantFor(stack, 'Topic'),
    bad: (stack) => grantFor(stack, 'Other'),
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
]);

function allowOnTopic(stack: Stack, principal: unknown, condition: unknown): void {
  const { topic } = plainFanout(stack);
  new CfnTopicPolicy(stack, 'TopicPolicy', {
    topics: [topic.ref],
    policyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: principal,
          Action: ['sns:Publish', 'sns:Subscribe'],
          Resource: topic.ref,
          Condition: condition,
        },
      ],
    },
  });
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

function grantFor(stack: Stack, topicId: 'Topic' | 'Other'): void {
  new CfnTopic(stack, 'Other');
  const source = Lazy.string({ produce: () => (stack.node.findChild(topicId) as CfnTopic).ref });
  const key = plainKey(stack, 'Key', keyStatement(SNS, source));
  const { role } = plainFanout(stack, { queue: { visibilityTimeout: 60, kmsMasterKeyId: key.attrArn } });
  letDecrypt(stack, role, key);
}

it('G7 prints the whole statement that the policy of an imported queue needs', () => {
  const app = new App({ outdir: cdkOutdir });
  const stack = new Stack(app, 'Ireland', { env: { account: '111122223333', region: 'eu-west-1' } });
  const queue = Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:ap-east-1:444455556666:billing');
  new Topic(stack, 'Orders').addSubscription(new SqsSubscription(queue));

  const [violation] = new FanoutChecks()
    .validateScope(app)
    .violations.filter(({ ruleName }) => ruleName === 'Fanout-ImportedQueuePolicy');
  expect(JSON.parse(violation?.fix?.replace('Add to its policy: ', '') ?? '')).toEqual({
    Effect: 'Allow',
    Principal: { Service: 'sns.ap-east-1.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: 'arn:aws:sqs:ap-east-1:444455556666:billing',
    Condition: {
      ArnEquals: { 'aws:SourceArn': `\${ARN of Ireland/Orders/Resource}` },
      StringEquals: { 'aws:SourceAccount': '111122223333' },
    },
  });
});
