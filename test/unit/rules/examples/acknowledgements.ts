import { Validations } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Examples } from './example.ts';

export const acknowledgementExamples: Examples = {
  'Fanout-AcknowledgedWithoutReason': {
    refused(stack) {
      const queue = new Queue(stack, 'Queue');
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(queue));
      Validations.of(queue).acknowledge({ id: 'Fanout-MissingDeadLetterQueue', reason: '' });
    },
    accepted(stack) {
      const queue = new Queue(stack, 'Queue');
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(queue));
      const reason = 'Samples for a graph; the next one comes in a second.';
      Validations.of(queue).acknowledge({ id: 'Fanout-MissingDeadLetterQueue', reason });
    },
  },
  'Fanout-AcknowledgedUnknownRule': {
    refused(stack) {
      const reason = 'Nobody is on call yet.';
      Validations.of(stack).acknowledge({ id: 'Fanout-AlarmsWithoutActions', reason });
    },
    accepted(stack) {
      const reason = 'Nobody is on call yet.';
      Validations.of(stack).acknowledge({ id: 'Fanout-AlarmWithoutAction', reason });
    },
  },
  'Fanout-AcknowledgedWithoutFinding': {
    refused(stack) {
      const queue = new Queue(stack, 'Queue');
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(new Queue(stack, 'Samples')));
      const reason = 'Samples for a graph; the next one comes in a second.';
      Validations.of(queue).acknowledge({ id: 'Fanout-MissingDeadLetterQueue', reason });
    },
    accepted(stack) {
      const queue = new Queue(stack, 'Queue');
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(queue));
      const reason = 'Samples for a graph; the next one comes in a second.';
      Validations.of(queue).acknowledge({ id: 'Fanout-MissingDeadLetterQueue', reason });
    },
  },
};
