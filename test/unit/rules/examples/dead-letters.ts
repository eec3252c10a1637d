import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { type CfnQueue, Queue, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import type { Examples } from './example.ts';

export const deadLetterExamples: Examples = {
  'Fanout-MissingDeadLetterQueue': {
    refused(stack) {
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(new Queue(stack, 'Queue')));
    },
    accepted(stack) {
      const deadLetterQueue = { queue: new Queue(stack, 'DeadLetterQueue'), maxReceiveCount: 5 };
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(new Queue(stack, 'Queue', { deadLetterQueue })));
    },
  },
  'Fanout-MissingSubscriptionDeadLetterQueue': {
    refused(stack) {
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(new Queue(stack, 'Queue')));
    },
    accepted(stack) {
      const deadLetterQueue = new Queue(stack, 'SubscriptionDeadLetterQueue');
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(new Queue(stack, 'Queue'), { deadLetterQueue }));
    },
  },
  'Fanout-DeadLetterRetentionTooShort': {
    refused(stack) {
      const queue = new Queue(stack, 'DeadLetterQueue', { retentionPeriod: Duration.days(4) });
      new Queue(stack, 'Queue', { retentionPeriod: Duration.days(4), deadLetterQueue: { queue, maxReceiveCount: 5 } });
    },
    accepted(stack) {
      const queue = new Queue(stack, 'DeadLetterQueue', { retentionPeriod: Duration.days(14) });
      new Queue(stack, 'Queue', { retentionPeriod: Duration.days(4), deadLetterQueue: { queue, maxReceiveCount: 5 } });
    },
  },
  'Fanout-RedriveNotAllowed': {
    refused(stack) {
      const queue = new Queue(stack, 'DeadLetterQueue', {
        redriveAllowPolicy: { redrivePermission: RedrivePermission.DENY_ALL },
      });
      new Queue(stack, 'Queue', { deadLetterQueue: { queue, maxReceiveCount: 5 } });
    },
    accepted(stack) {
      const queue = new Queue(stack, 'DeadLetterQueue', {
        redriveAllowPolicy: { redrivePermission: RedrivePermission.ALLOW_ALL },
      });
      new Queue(stack, 'Queue', { deadLetterQueue: { queue, maxReceiveCount: 5 } });
    },
  },
  'Fanout-RedriveSourcesAboveLimit': {
    refused(stack) {
      const deadLetters = new Queue(stack, 'DeadLetterQueue');
      const sources = [...'abcdefghijk'].map((id) => new Queue(stack, id));
      const sourceQueueArns = sources.map(({ queueArn }) => queueArn);
      (deadLetters.node.defaultChild as CfnQueue).redriveAllowPolicy = {
        redrivePermission: 'byQueue',
        sourceQueueArns,
      };
    },
    accepted(stack) {
      const sourceQueues = [...'abcdefghij'].map((id) => new Queue(stack, id));
      new Queue(stack, 'DeadLetterQueue', { redriveAllowPolicy: { sourceQueues } });
    },
  },
  'Fanout-DeadLettersUnwatched': {
    refused(stack) {
      const queue = new Queue(stack, 'DeadLetterQueue');
      new Queue(stack, 'Queue', { deadLetterQueue: { queue, maxReceiveCount: 5 } });
    },
    accepted(stack) {
      const queue = new Queue(stack, 'DeadLetterQueue');
      new Queue(stack, 'Queue', { deadLetterQueue: { queue, maxReceiveCount: 5 } });
      const metric = queue.metricApproximateNumberOfMessagesVisible();
      metric.createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
    },
  },
  'Fanout-QueueSubscribedTwice': {
    refused(stack) {
      const topic = new Topic(stack, 'Topic');
      const endpoint = new Queue(stack, 'Queue').queueArn;
      new Subscription(stack, 'First', { topic, endpoint, protocol: SubscriptionProtocol.SQS });
      new Subscription(stack, 'Second', { topic, endpoint, protocol: SubscriptionProtocol.SQS });
    },
    accepted(stack) {
      const topic = new Topic(stack, 'Topic');
      const endpoint = new Queue(stack, 'Queue').queueArn;
      new Subscription(stack, 'First', { topic, endpoint, protocol: SubscriptionProtocol.SQS });
    },
  },
  'Fanout-DeletedWithStack': {
    refused(stack) {
      stack.node.setContext('fanout:stage', 'prod');
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(new Queue(stack, 'Queue')));
    },
    accepted(stack) {
      stack.node.setContext('fanout:stage', 'prod');
      const queue = new Queue(stack, 'Queue', { removalPolicy: RemovalPolicy.RETAIN });
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(queue));
    },
  },
};
