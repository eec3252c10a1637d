import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Examples } from './example.ts';

export const fifoKindExamples: Examples = {
  'Fanout-StandardTopicToFifoQueue': {
    refused(stack) {
      const topic = new Topic(stack, 'Topic');
      topic.addSubscription(new SqsSubscription(new Queue(stack, 'Queue', { fifo: true })));
    },
    accepted(stack) {
      const topic = new Topic(stack, 'Topic', { fifo: true });
      topic.addSubscription(new SqsSubscription(new Queue(stack, 'Queue', { fifo: true })));
    },
  },
  'Fanout-FifoTopicToStandardQueue': {
    refused(stack) {
      const topic = new Topic(stack, 'Topic', { fifo: true });
      topic.addSubscription(new SqsSubscription(new Queue(stack, 'Queue')));
    },
    accepted(stack) {
      const topic = new Topic(stack, 'Topic', { fifo: true });
      topic.addSubscription(new SqsSubscription(new Queue(stack, 'Queue', { fifo: true })));
    },
  },
  'Fanout-FifoTopicProtocol': {
    refused(stack) {
      const topic = new Topic(stack, 'Topic', { fifo: true });
      topic.addSubscription(new EmailSubscription('ada@example.com'));
    },
    accepted(stack) {
      const topic = new Topic(stack, 'Topic', { fifo: true });
      topic.addSubscription(new SqsSubscription(new Queue(stack, 'Queue', { fifo: true })));
    },
  },
  'Fanout-DeadLetterQueueKind': {
    refused(stack) {
      const queue = new Queue(stack, 'DeadLetterQueue');
      new Queue(stack, 'Queue', { fifo: true, deadLetterQueue: { queue, maxReceiveCount: 5 } });
    },
    accepted(stack) {
      const queue = new Queue(stack, 'DeadLetterQueue', { fifo: true });
      new Queue(stack, 'Queue', { fifo: true, deadLetterQueue: { queue, maxReceiveCount: 5 } });
    },
  },
  'Fanout-SubscriptionDeadLetterQueueKind': {
    refused(stack) {
      const topic = new Topic(stack, 'Topic', { fifo: true });
      const deadLetterQueue = new Queue(stack, 'DeadLetterQueue');
      topic.addSubscription(new SqsSubscription(new Queue(stack, 'Queue', { fifo: true }), { deadLetterQueue }));
    },
    accepted(stack) {
      const topic = new Topic(stack, 'Topic', { fifo: true });
      const deadLetterQueue = new Queue(stack, 'DeadLetterQueue', { fifo: true });
      topic.addSubscription(new SqsSubscription(new Queue(stack, 'Queue', { fifo: true }), { deadLetterQueue }));
    },
  },
};
