import { Stack } from 'aws-cdk-lib';
import { AnyPrincipal, OrganizationPrincipal, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnEventSourceMapping, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Examples } from './example.ts';

const handler = { code: Code.fromInline('exports.handler'), handler: 'index.handler', runtime: Runtime.NODEJS_24_X };

export const deliveryExamples: Examples = {
  'Fanout-SubscriptionWithoutQueuePolicy': {
    refused(stack) {
      const topic = new Topic(stack, 'Topic');
      const endpoint = new Queue(stack, 'Queue').queueArn;
      new Subscription(stack, 'Subscription', { topic, endpoint, protocol: SubscriptionProtocol.SQS });
    },
    accepted(stack) {
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(new Queue(stack, 'Queue')));
    },
  },
  'Fanout-ImportedQueuePolicy': {
    refused(stack) {
      const queue = Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:eu-central-1:111122223333:orders');
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(queue));
    },
    accepted(stack) {
      const queue = new Queue(stack, 'Queue', { queueName: 'orders' });
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(queue));
    },
  },
  'Fanout-QueuePolicyWithoutSource': {
    refused(stack) {
      new Queue(stack, 'Queue').grantSendMessages(new ServicePrincipal('sns.amazonaws.com'));
    },
    accepted(stack) {
      const conditions = { ArnEquals: { 'aws:SourceArn': new Topic(stack, 'Topic').topicArn } };
      new Queue(stack, 'Queue').grantSendMessages(new ServicePrincipal('sns.amazonaws.com', { conditions }));
    },
  },
  'Fanout-TopicPolicyWithoutSource': {
    refused(stack) {
      new Topic(stack, 'Topic').grantPublish(new AnyPrincipal());
    },
    accepted(stack) {
      new Topic(stack, 'Topic').grantPublish(new OrganizationPrincipal('o-1a2b3c4d5e'));
    },
  },
  'Fanout-TopicServiceWithoutSource': {
    refused(stack) {
      new Topic(stack, 'Topic').grantPublish(new ServicePrincipal('s3.amazonaws.com'));
    },
    accepted(stack) {
      const conditions = { StringEquals: { 'aws:SourceAccount': stack.account } };
      new Topic(stack, 'Topic').grantPublish(new ServicePrincipal('s3.amazonaws.com', { conditions }));
    },
  },
  'Fanout-QueueKeyWithoutSns': {
    refused(stack) {
      const queue = new Queue(stack, 'Queue', { encryptionMasterKey: new Key(stack, 'Key') });
      const topic = new Topic(stack, 'Topic');
      const { queueArn: endpoint } = queue;
      new Subscription(stack, 'Subscription', { topic, endpoint, protocol: SubscriptionProtocol.SQS });
    },
    accepted(stack) {
      const queue = new Queue(stack, 'Queue', { encryptionMasterKey: new Key(stack, 'Key') });
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(queue));
    },
  },
  'Fanout-SubscriptionDeadLetterKeyWithoutSns': {
    refused(stack) {
      const deadLetterQueue = new Queue(stack, 'DeadLetterQueue', { encryptionMasterKey: new Key(stack, 'Key') });
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(new Queue(stack, 'Queue'), { deadLetterQueue }));
    },
    accepted(stack) {
      const deadLetterQueue = new Queue(stack, 'DeadLetterQueue', { encryption: QueueEncryption.SQS_MANAGED });
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(new Queue(stack, 'Queue'), { deadLetterQueue }));
    },
  },
  'Fanout-QueueUnderManagedKey': {
    refused(stack) {
      const { queueArn: endpoint } = new Queue(stack, 'Queue', { encryption: QueueEncryption.KMS_MANAGED });
      const topic = new Topic(stack, 'Topic');
      new Subscription(stack, 'Subscription', { topic, endpoint, protocol: SubscriptionProtocol.SQS });
    },
    accepted(stack) {
      const { queueArn: endpoint } = new Queue(stack, 'Queue', { encryption: QueueEncryption.SQS_MANAGED });
      const topic = new Topic(stack, 'Topic');
      new Subscription(stack, 'Subscription', { topic, endpoint, protocol: SubscriptionProtocol.SQS });
    },
  },
  'Fanout-KeyGrantWithoutSource': {
    refused(stack) {
      const queue = new Queue(stack, 'Queue', { encryptionMasterKey: new Key(stack, 'Key') });
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(queue));
    },
    accepted(stack) {
      stack.node.setContext('@aws-cdk/aws-sns-subscriptions:restrictSqsDescryption', true);
      const queue = new Queue(stack, 'Queue', { encryptionMasterKey: new Key(stack, 'Key') });
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(queue));
    },
  },
  'Fanout-KeyCycle': {
    refused(stack) {
      const key = new Key(stack, 'Key');
      const topic = new Topic(stack, 'Topic', { masterKey: key });
      const conditions = { ArnEquals: { 'aws:SourceArn': topic.topicArn } };
      key.grantEncryptDecrypt(new ServicePrincipal('sns.amazonaws.com', { conditions }));
    },
    accepted(stack) {
      const key = new Key(stack, 'Key');
      new Topic(stack, 'Topic', { masterKey: key });
      const conditions = { StringEquals: { 'aws:SourceAccount': Stack.of(key).account } };
      key.grantEncryptDecrypt(new ServicePrincipal('sns.amazonaws.com', { conditions }));
    },
  },
  'Fanout-DeadLetterKeyWithoutLambda': {
    refused(stack) {
      const deadLetterQueue = new Queue(stack, 'DeadLetterQueue', { encryptionMasterKey: new Key(stack, 'Key') });
      const queue = new Queue(stack, 'Queue', { deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 20 } });
      const environment = { FANOUT_DEAD_LETTER_QUEUE_URL: deadLetterQueue.queueUrl };
      new LambdaFunction(stack, 'Function', { ...handler, environment }).addEventSource(new SqsEventSource(queue));
    },
    accepted(stack) {
      const deadLetterQueue = new Queue(stack, 'DeadLetterQueue', { encryptionMasterKey: new Key(stack, 'Key') });
      const queue = new Queue(stack, 'Queue', { deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 20 } });
      const environment = { FANOUT_DEAD_LETTER_QUEUE_URL: deadLetterQueue.queueUrl };
      const consumer = new LambdaFunction(stack, 'Function', { ...handler, environment });
      consumer.addEventSource(new SqsEventSource(queue));
      deadLetterQueue.grantSendMessages(consumer);
    },
  },
  'Fanout-QueueKeyWithoutLambda': {
    refused(stack) {
      const queue = new Queue(stack, 'Queue', { encryptionMasterKey: new Key(stack, 'Key') });
      const { functionName } = new LambdaFunction(stack, 'Function', handler);
      new CfnEventSourceMapping(stack, 'Mapping', { eventSourceArn: queue.queueArn, functionName });
    },
    accepted(stack) {
      const queue = new Queue(stack, 'Queue', { encryptionMasterKey: new Key(stack, 'Key') });
      new LambdaFunction(stack, 'Function', handler).addEventSource(new SqsEventSource(queue));
    },
  },
};
