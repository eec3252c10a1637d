import { CfnSubscription, CfnTopic, SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { CfnResourcePolicy } from 'aws-cdk-lib/aws-xray';
import { declareEvents } from '../../../../lib/index.ts';
import type { Examples } from './example.ts';

const orders = { name: 'orders', events: [{ type: 'order.placed' }, { type: 'order.cancelled' }] };

const policyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] });

export const eventExamples: Examples = {
  'Fanout-FilterPolicyKeys': {
    refused(stack) {
      const filterPolicy = Object.fromEntries([...'abcdef'].map((key) => [key, ['x']]));
      const { topicArn } = new Topic(stack, 'Topic');
      new CfnSubscription(stack, 'Subscription', { topicArn, protocol: 'sqs', filterPolicy });
    },
    accepted(stack) {
      const filterPolicy = Object.fromEntries([...'abcde'].map((key) => [key, ['x']]));
      const { topicArn } = new Topic(stack, 'Topic');
      new CfnSubscription(stack, 'Subscription', { topicArn, protocol: 'sqs', filterPolicy });
    },
  },
  'Fanout-FilterPolicyCombinations': {
    refused(stack) {
      const { topicArn } = new Topic(stack, 'Topic');
      const filterPolicy = { letter: [...'abcdefghijklmnop'], digit: [...'0123456789'] };
      new CfnSubscription(stack, 'Subscription', { topicArn, protocol: 'sqs', filterPolicy });
    },
    accepted(stack) {
      const { topicArn } = new Topic(stack, 'Topic');
      const filterPolicy = { letter: [...'abcdefghijklmno'], digit: [...'0123456789'] };
      new CfnSubscription(stack, 'Subscription', { topicArn, protocol: 'sqs', filterPolicy });
    },
  },
  'Fanout-FilterPolicySize': {
    refused(stack) {
      const { topicArn } = new Topic(stack, 'Topic');
      const filterPolicy = { order: ['x'.repeat(262_144)] };
      new CfnSubscription(stack, 'Subscription', { topicArn, protocol: 'sqs', filterPolicy });
    },
    accepted(stack) {
      const { topicArn } = new Topic(stack, 'Topic');
      const filterPolicy = { order: [{ prefix: 'x' }] };
      new CfnSubscription(stack, 'Subscription', { topicArn, protocol: 'sqs', filterPolicy });
    },
  },
  'Fanout-FilterPoliciesAboveQuota': {
    refused(stack) {
      const { topicArn } = new Topic(stack, 'Topic');
      for (let tenant = 1; tenant <= 201; tenant += 1) {
        const filterPolicy = { tenant: [`tenant-${tenant}`] };
        new CfnSubscription(stack, `Subscription${tenant}`, { topicArn, protocol: 'sqs', filterPolicy });
      }
    },
    accepted(stack) {
      const { topicArn } = new Topic(stack, 'Topic');
      for (let tenant = 1; tenant <= 200; tenant += 1) {
        const filterPolicy = { tenant: [`tenant-${tenant}`] };
        new CfnSubscription(stack, `Subscription${tenant}`, { topicArn, protocol: 'sqs', filterPolicy });
      }
    },
  },
  'Fanout-FilterMatchesNoEvent': {
    refused(stack) {
      const topic = new Topic(stack, 'Topic');
      declareEvents(topic, orders); // order.placed and order.cancelled; EventTopic does it itself
      const filterPolicy = { 'ce-type': SubscriptionFilter.stringFilter({ allowlist: ['order.payed'] }) };
      topic.addSubscription(new SqsSubscription(new Queue(stack, 'Queue'), { filterPolicy }));
    },
    accepted(stack) {
      const topic = new Topic(stack, 'Topic');
      declareEvents(topic, orders);
      const filterPolicy = { 'ce-type': SubscriptionFilter.stringFilter({ matchPrefixes: ['order.'] }) };
      topic.addSubscription(new SqsSubscription(new Queue(stack, 'Queue'), { filterPolicy }));
    },
  },
  'Fanout-EventWithoutSubscriber': {
    refused(stack) {
      const topic = new Topic(stack, 'Topic');
      declareEvents(topic, orders); // order.placed and order.cancelled; EventTopic does it itself
      const filterPolicy = { 'ce-type': SubscriptionFilter.stringFilter({ allowlist: ['order.placed'] }) };
      topic.addSubscription(new SqsSubscription(new Queue(stack, 'Queue'), { filterPolicy }));
    },
    accepted(stack) {
      const topic = new Topic(stack, 'Topic');
      declareEvents(topic, orders);
      topic.addSubscription(new SqsSubscription(new Queue(stack, 'Queue')));
    },
  },
  'Fanout-TooManyAttributes': {
    refused(stack) {
      const topic = new Topic(stack, 'Topic');
      const attributes = ['tenant', 'region', 'shop', 'channel', 'currency', 'priority', 'campaign', 'device'];
      declareEvents(topic, { name: 'orders', events: [{ type: 'order.placed', attributes }] });
      topic.addSubscription(new SqsSubscription(new Queue(stack, 'Queue'), { rawMessageDelivery: true }));
    },
    accepted(stack) {
      const topic = new Topic(stack, 'Topic');
      const attributes = ['tenant', 'region', 'shop', 'channel', 'currency', 'priority', 'campaign'];
      declareEvents(topic, { name: 'orders', events: [{ type: 'order.placed', attributes }] });
      topic.addSubscription(new SqsSubscription(new Queue(stack, 'Queue'), { rawMessageDelivery: true }));
    },
  },
  'Fanout-TopicMessageAboveQueue': {
    refused(stack) {
      const topic = new Topic(stack, 'Topic'); // 256 KiB
      const queue = new Queue(stack, 'Queue', { maxMessageSizeBytes: 65_536 });
      topic.addSubscription(new SqsSubscription(queue));
    },
    accepted(stack) {
      const topic = new Topic(stack, 'Topic');
      const queue = new Queue(stack, 'Queue'); // 1 MiB
      topic.addSubscription(new SqsSubscription(queue));
    },
  },
  'Fanout-LargeMessageProtocol': {
    refused(stack) {
      const { attrTopicArn } = new CfnTopic(stack, 'Topic', { maximumMessageSize: 1_048_576 });
      const topic = Topic.fromTopicArn(stack, 'Imported', attrTopicArn);
      topic.addSubscription(new UrlSubscription('https://example.com'));
    },
    accepted(stack) {
      const topic = new Topic(stack, 'Topic');
      topic.addSubscription(new UrlSubscription('https://example.com'));
    },
  },
  'Fanout-TracePoliciesAboveLimit': {
    refused(stack) {
      for (let count = 0; count < 6; count += 1) {
        new CfnResourcePolicy(stack, `Tracing${count}`, { policyName: `tracing-${count}`, policyDocument });
      }
    },
    accepted(stack) {
      for (let count = 0; count < 5; count += 1) {
        new CfnResourcePolicy(stack, `Tracing${count}`, { policyName: `tracing-${count}`, policyDocument });
      }
    },
  },
  'Fanout-SubscriptionsAboveLimit': {
    refused(stack) {
      const topic = new Topic(stack, 'Topic', { fifo: true });
      for (let count = 0; count < 101; count += 1) {
        topic.addSubscription(new SqsSubscription(new Queue(stack, `Queue${count}`, { fifo: true })));
      }
    },
    accepted(stack) {
      const topic = new Topic(stack, 'Topic', { fifo: true });
      for (let count = 0; count < 100; count += 1) {
        topic.addSubscription(new SqsSubscription(new Queue(stack, `Queue${count}`, { fifo: true })));
      }
    },
  },
};
