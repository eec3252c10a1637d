import { environmentNames } from '../../contracts/environment.ts';
import { numberOf } from '../graph/property-values.ts';
import { queueConsumers } from './queue-consumers.ts';
import type { Rule } from './rule.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const FEWEST_RECEIVES = 5;

const maxReceiveCountTooLow: Rule = {
  id: 'Fanout-MaxReceiveCountTooLow',
  severity: 'error',
  demand: `A queue that Lambda reads gives a message at least ${FEWEST_RECEIVES} receives.`,
  consequence:
    'Lambda receives messages that it then has no concurrency for. Each of these receives counts, so that messages reach the dead-letter queue without ever having run.',
  remedy: `Set maxReceiveCount to ${FEWEST_RECEIVES} or more.`,
  reference: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
  *evaluate(graph) {
    for (const { queue } of queueConsumers(graph)) {
      const received = queue.redrive?.maxReceiveCount;
      if (received !== undefined && received < FEWEST_RECEIVES) {
        yield {
          at: queue.resource,
          property: 'RedrivePolicy',
          message: `maxReceiveCount must be at least ${FEWEST_RECEIVES} on a queue that Lambda reads, got ${received}`,
        };
      }
    }
  },
};

const attemptsAboveReceiveCount: Rule = {
  id: 'Fanout-AttemptsAboveReceiveCount',
  severity: 'error',
  demand: `The runtime's attempts (${environmentNames.maxAttempts}) are fewer than the queue's maxReceiveCount.`,
  consequence:
    'SQS moves the message before the runtime has given it its attempts, and without the attribute that says why.',
  remedy: 'Raise maxReceiveCount to twelve times the attempts, or lower maxAttempts.',
  reference: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
  *evaluate(graph) {
    for (const { queue, consumer } of queueConsumers(graph)) {
      const attempts = numberOf(consumer.environment[environmentNames.maxAttempts]);
      const received = queue.redrive?.maxReceiveCount;
      if (attempts !== undefined && received !== undefined && attempts >= received) {
        yield {
          at: queue.resource,
          property: 'RedrivePolicy',
          message: `maxReceiveCount must be more than the ${attempts} attempts of ${consumer.resource.path}, got ${received}`,
        };
      }
    }
  },
};

const expiresBeforeDeadLettered: Rule = {
  id: 'Fanout-ExpiresBeforeDeadLettered',
  severity: 'warning',
  demand: 'A queue that Lambda reads keeps a message for as long as all its receives may take.',
  consequence:
    'Where the function does not start or runs into its timeout, a message comes back after each visibility timeout, and expires before it is in the dead-letter queue: it is lost.',
  remedy: "Shorten the function's timeout and with it the visibility timeout, or raise the retention of the queue.",
  reference: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
  *evaluate(graph) {
    for (const queue of new Set([...queueConsumers(graph)].map((consumer) => consumer.queue))) {
      const { visibilitySeconds, retentionSeconds, redrive } = queue;
      const receives = redrive?.maxReceiveCount;
      if (visibilitySeconds === undefined || retentionSeconds === undefined || receives === undefined) {
        continue;
      }
      if (visibilitySeconds * receives > retentionSeconds) {
        yield {
          at: queue.resource,
          property: 'MessageRetentionPeriod',
          message: `MessageRetentionPeriod must be at least ${visibilitySeconds * receives} seconds, ${receives} receives × ${visibilitySeconds} of visibility timeout, got ${retentionSeconds}`,
        };
      }
    }
  },
};

const filterOnQueue: Rule = {
  id: 'Fanout-EventSourceFilterOnQueue',
  severity: 'error',
  demand: 'An event source mapping of a queue has no filter.',
  consequence: 'Lambda deletes the messages that do not match, without a trace.',
  remedy: 'Filter on the subscription, or acknowledge what you do not want in the handler.',
  reference: 'https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html',
  *evaluate(graph) {
    for (const { mapping, queue } of queueConsumers(graph)) {
      if (mapping.filtered) {
        yield {
          at: mapping.resource,
          property: 'FilterCriteria',
          message: `FilterCriteria must be absent on a mapping of a queue, got a filter on ${queue.resource.path}`,
        };
      }
    }
  },
};

const wholeBatchFails: Rule = {
  id: 'Fanout-WholeBatchFails',
  severity: 'warning',
  demand: 'A consumer of batches reports which messages failed.',
  consequence: 'One message that fails brings its whole batch back, and in the end into the dead-letter queue.',
  remedy: 'Let the consumer report the failures of single messages, or set the batch size to 1.',
  reference: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html',
  *evaluate(graph) {
    for (const { mapping } of queueConsumers(graph)) {
      if (!mapping.reportsItemFailures && mapping.batchSize !== undefined && mapping.batchSize > 1) {
        yield {
          at: mapping.resource,
          property: 'FunctionResponseTypes',
          message: `FunctionResponseTypes must have ReportBatchItemFailures with batches of ${mapping.batchSize}, got none`,
        };
      }
    }
  },
};

/** What counts as a receive, and what becomes of what was received. */
export const receiveRules: readonly Rule[] = [
  maxReceiveCountTooLow,
  attemptsAboveReceiveCount,
  expiresBeforeDeadLettered,
  filterOnQueue,
  wholeBatchFails,
];
