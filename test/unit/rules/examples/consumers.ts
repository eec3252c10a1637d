import { Duration } from 'aws-cdk-lib';
import { type CfnFunction, Code, FilterCriteria, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Examples } from './example.ts';

const handler = { code: Code.fromInline('exports.handler'), handler: 'index.handler', runtime: Runtime.NODEJS_24_X };

export const consumerExamples: Examples = {
  'Fanout-VisibilityBelowTimeout': {
    refused(stack) {
      const queue = new Queue(stack, 'Queue', { visibilityTimeout: Duration.seconds(29) });
      const consumer = new LambdaFunction(stack, 'Function', { ...handler, timeout: Duration.seconds(30) });
      consumer.addEventSource(new SqsEventSource(queue));
    },
    accepted(stack) {
      const queue = new Queue(stack, 'Queue', { visibilityTimeout: Duration.seconds(180) });
      const consumer = new LambdaFunction(stack, 'Function', { ...handler, timeout: Duration.seconds(30) });
      consumer.addEventSource(new SqsEventSource(queue));
    },
  },
  'Fanout-VisibilityBelowRecommended': {
    refused(stack) {
      const queue = new Queue(stack, 'Queue', { visibilityTimeout: Duration.seconds(180) });
      const consumer = new LambdaFunction(stack, 'Function', { ...handler, timeout: Duration.seconds(30) });
      consumer.addEventSource(new SqsEventSource(queue, { maxBatchingWindow: Duration.seconds(10) }));
    },
    accepted(stack) {
      const queue = new Queue(stack, 'Queue', { visibilityTimeout: Duration.seconds(190) });
      const consumer = new LambdaFunction(stack, 'Function', { ...handler, timeout: Duration.seconds(30) });
      consumer.addEventSource(new SqsEventSource(queue, { maxBatchingWindow: Duration.seconds(10) }));
    },
  },
  'Fanout-TimeoutAboveMaximum': {
    refused(stack) {
      const queue = new Queue(stack, 'Queue', { visibilityTimeout: Duration.hours(2) });
      const consumer = new LambdaFunction(stack, 'Function', handler);
      consumer.addEventSource(new SqsEventSource(queue));
      (consumer.node.defaultChild as CfnFunction).timeout = 901;
    },
    accepted(stack) {
      const queue = new Queue(stack, 'Queue', { visibilityTimeout: Duration.hours(2) });
      const consumer = new LambdaFunction(stack, 'Function', { ...handler, timeout: Duration.minutes(15) });
      consumer.addEventSource(new SqsEventSource(queue));
    },
  },
  'Fanout-ReservedBelowMaximumConcurrency': {
    refused(stack) {
      const consumer = new LambdaFunction(stack, 'Function', { ...handler, reservedConcurrentExecutions: 19 });
      consumer.addEventSource(new SqsEventSource(new Queue(stack, 'Orders'), { maxConcurrency: 10 }));
      consumer.addEventSource(new SqsEventSource(new Queue(stack, 'Refunds'), { maxConcurrency: 10 }));
    },
    accepted(stack) {
      const consumer = new LambdaFunction(stack, 'Function', { ...handler, reservedConcurrentExecutions: 20 });
      consumer.addEventSource(new SqsEventSource(new Queue(stack, 'Orders'), { maxConcurrency: 10 }));
      consumer.addEventSource(new SqsEventSource(new Queue(stack, 'Refunds'), { maxConcurrency: 10 }));
    },
  },
  'Fanout-ReservedWithoutMaximumConcurrency': {
    refused(stack) {
      const consumer = new LambdaFunction(stack, 'Function', { ...handler, reservedConcurrentExecutions: 20 });
      consumer.addEventSource(new SqsEventSource(new Queue(stack, 'Queue')));
    },
    accepted(stack) {
      const consumer = new LambdaFunction(stack, 'Function', { ...handler, reservedConcurrentExecutions: 20 });
      consumer.addEventSource(new SqsEventSource(new Queue(stack, 'Queue'), { maxConcurrency: 20 }));
    },
  },
  'Fanout-MaxReceiveCountTooLow': {
    refused(stack) {
      const deadLetterQueue = { queue: new Queue(stack, 'DeadLetterQueue'), maxReceiveCount: 4 };
      const consumer = new LambdaFunction(stack, 'Function', handler);
      consumer.addEventSource(new SqsEventSource(new Queue(stack, 'Queue', { deadLetterQueue })));
    },
    accepted(stack) {
      const deadLetterQueue = { queue: new Queue(stack, 'DeadLetterQueue'), maxReceiveCount: 5 };
      const consumer = new LambdaFunction(stack, 'Function', handler);
      consumer.addEventSource(new SqsEventSource(new Queue(stack, 'Queue', { deadLetterQueue })));
    },
  },
  'Fanout-ExpiresBeforeDeadLettered': {
    refused(stack) {
      const deadLetterQueue = { queue: new Queue(stack, 'DeadLetterQueue'), maxReceiveCount: 200 };
      const consumer = new LambdaFunction(stack, 'Function', { ...handler, timeout: Duration.minutes(15) });
      const visibilityTimeout = Duration.minutes(90);
      const queue = new Queue(stack, 'Queue', { visibilityTimeout, deadLetterQueue });
      consumer.addEventSource(new SqsEventSource(queue));
    },
    accepted(stack) {
      const deadLetterQueue = { queue: new Queue(stack, 'DeadLetterQueue'), maxReceiveCount: 200 };
      const consumer = new LambdaFunction(stack, 'Function', { ...handler, timeout: Duration.minutes(15) });
      const visibilityTimeout = Duration.minutes(90);
      const retentionPeriod = Duration.days(14);
      const queue = new Queue(stack, 'Queue', { visibilityTimeout, retentionPeriod, deadLetterQueue });
      consumer.addEventSource(new SqsEventSource(queue));
    },
  },
  'Fanout-AttemptsAboveReceiveCount': {
    refused(stack) {
      const deadLetterQueue = { queue: new Queue(stack, 'DeadLetterQueue'), maxReceiveCount: 5 };
      const consumer = new LambdaFunction(stack, 'Function', { ...handler, environment: { FANOUT_MAX_ATTEMPTS: '5' } });
      consumer.addEventSource(new SqsEventSource(new Queue(stack, 'Queue', { deadLetterQueue })));
    },
    accepted(stack) {
      const deadLetterQueue = { queue: new Queue(stack, 'DeadLetterQueue'), maxReceiveCount: 60 };
      const consumer = new LambdaFunction(stack, 'Function', { ...handler, environment: { FANOUT_MAX_ATTEMPTS: '5' } });
      consumer.addEventSource(new SqsEventSource(new Queue(stack, 'Queue', { deadLetterQueue })));
    },
  },
  'Fanout-EventSourceFilterOnQueue': {
    refused(stack) {
      const consumer = new LambdaFunction(stack, 'Function', handler);
      const filters = [FilterCriteria.filter({ body: { type: ['order.placed'] } })];
      consumer.addEventSource(new SqsEventSource(new Queue(stack, 'Queue'), { filters }));
    },
    accepted(stack) {
      const consumer = new LambdaFunction(stack, 'Function', handler);
      consumer.addEventSource(new SqsEventSource(new Queue(stack, 'Queue')));
    },
  },
  'Fanout-WholeBatchFails': {
    refused(stack) {
      const consumer = new LambdaFunction(stack, 'Function', handler);
      consumer.addEventSource(new SqsEventSource(new Queue(stack, 'Queue')));
    },
    accepted(stack) {
      const consumer = new LambdaFunction(stack, 'Function', handler);
      consumer.addEventSource(new SqsEventSource(new Queue(stack, 'Queue'), { reportBatchItemFailures: true }));
    },
  },
  'Fanout-SecondConsumer': {
    refused(stack) {
      const queue = new Queue(stack, 'Queue');
      new LambdaFunction(stack, 'Invoices', handler).addEventSource(new SqsEventSource(queue));
      new LambdaFunction(stack, 'Mails', handler).addEventSource(new SqsEventSource(queue));
    },
    accepted(stack) {
      new LambdaFunction(stack, 'Invoices', handler).addEventSource(
        new SqsEventSource(new Queue(stack, 'InvoiceQueue')),
      );
      new LambdaFunction(stack, 'Mails', handler).addEventSource(new SqsEventSource(new Queue(stack, 'MailQueue')));
    },
  },
  'Fanout-InboxBelowHorizon': {
    refused(stack) {
      const deadLetters = new Queue(stack, 'DeadLetterQueue', { retentionPeriod: Duration.days(14) });
      const queue = new Queue(stack, 'Queue', { deadLetterQueue: { queue: deadLetters, maxReceiveCount: 20 } });
      const environment = { FANOUT_INBOX_HORIZON_SECONDS: String(Duration.days(40).toSeconds()) };
      new LambdaFunction(stack, 'Function', { ...handler, environment }).addEventSource(new SqsEventSource(queue));
    },
    accepted(stack) {
      const deadLetters = new Queue(stack, 'DeadLetterQueue', { retentionPeriod: Duration.days(14) });
      const queue = new Queue(stack, 'Queue', { deadLetterQueue: { queue: deadLetters, maxReceiveCount: 20 } });
      const environment = { FANOUT_INBOX_HORIZON_SECONDS: String(Duration.days(41).toSeconds()) };
      new LambdaFunction(stack, 'Function', { ...handler, environment }).addEventSource(new SqsEventSource(queue));
    },
  },
};
