import { sqsLimits } from '../../contracts/limits.ts';
import type { GraphResource } from '../graph/graph-resource.ts';
import { definesAlarms, isInProduction } from '../stages/stage.ts';
import type { Rule } from './rule.ts';

const PAGE = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html';
const MAX_REDRIVE_SOURCES = 10;

const missingDeadLetterQueue: Rule = {
  id: 'Fanout-MissingDeadLetterQueue',
  severity: 'error',
  demand: 'A queue that a topic feeds or a function reads has a dead-letter queue.',
  consequence: 'A message that cannot be handled comes back until it expires, and is then gone.',
  remedy: 'Give the queue a dead-letter queue.',
  reference: PAGE,
  *evaluate(graph) {
    for (const queue of graph.queues) {
      const used = graph.subscriptionsTo(queue).length > 0 || graph.mappingsOf(queue.resource).length > 0;
      if (used && queue.redrive === undefined && !graph.isDeadLetterQueue(queue)) {
        yield {
          at: queue.resource,
          property: 'RedrivePolicy',
          message: 'RedrivePolicy must name a dead-letter queue, got none',
        };
      }
    }
  },
};

const missingSubscriptionDeadLetterQueue: Rule = {
  id: 'Fanout-MissingSubscriptionDeadLetterQueue',
  severity: 'error',
  demand: 'A subscription of a queue or function has a dead-letter queue of its own.',
  consequence:
    "When the queue's policy or key refuses a delivery, or the queue is gone, SNS does not try again: the message is lost.",
  remedy:
    'Give the subscription a queue that SNS may send to (deadLetterQueue of the subscription; CloudFormation: RedrivePolicy).',
  reference: 'https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html',
  *evaluate(graph) {
    for (const { resource, protocol, deadLetterTarget } of graph.subscriptions) {
      if ((protocol === 'sqs' || protocol === 'lambda') && deadLetterTarget === undefined) {
        yield {
          at: resource,
          property: 'RedrivePolicy',
          message: 'RedrivePolicy must name a dead-letter queue, got none',
        };
      }
    }
  },
};

const deadLetterRetention: Rule = {
  id: 'Fanout-DeadLetterRetentionTooShort',
  severity: 'error',
  demand: 'A standard dead-letter queue keeps messages for longer than its source does.',
  consequence:
    'On standard queues the clock goes on from the first send: a dead letter that waited in the source expires in the dead-letter queue before anybody can look.',
  remedy:
    'Give the dead-letter queue 14 days and its source less. FIFO queues start the clock again and are not checked.',
  reference:
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html',
  *evaluate(graph) {
    for (const { resource, fifo, redrive, retentionSeconds } of graph.queues) {
      const target = redrive && graph.queueAt(redrive.target);
      const kept = target?.retentionSeconds;
      if (
        fifo === false &&
        target &&
        kept !== undefined &&
        retentionSeconds !== undefined &&
        kept <= retentionSeconds
      ) {
        yield {
          at: target.resource,
          property: 'MessageRetentionPeriod',
          message: `MessageRetentionPeriod must be more than the ${retentionSeconds} seconds of ${resource.path}, got ${kept}`,
        };
      }
    }
  },
};

const redriveNotAllowed: Rule = {
  id: 'Fanout-RedriveNotAllowed',
  severity: 'error',
  demand: 'A dead-letter queue allows the queues that name it.',
  consequence: 'SQS refuses the redrive policy, in the middle of a deployment.',
  remedy: "Add the queue to the dead-letter queue's redriveAllowPolicy.",
  reference: PAGE,
  *evaluate(graph) {
    for (const { resource, redrive } of graph.queues) {
      const target = redrive && graph.queueAt(redrive.target);
      const allow = target?.redriveAllow;
      const listed =
        allow?.permission === 'byQueue' &&
        allow.sources.some((source) => graph.resourceAt(source) === resource || graph.resourceAt(source) === undefined);
      if (target && (allow?.permission === 'denyAll' || (allow?.permission === 'byQueue' && !listed))) {
        yield {
          at: target.resource,
          property: 'RedriveAllowPolicy',
          message: `RedriveAllowPolicy must allow ${resource.path}, got ${allow.permission}${allow.permission === 'byQueue' ? ' without it' : ''}`,
        };
      }
    }
  },
};

const redriveSources: Rule = {
  id: 'Fanout-RedriveSourcesAboveLimit',
  severity: 'error',
  demand: `A redriveAllowPolicy lists at most ${MAX_REDRIVE_SOURCES} queues.`,
  consequence: 'SQS refuses the dead-letter queue, in the middle of a deployment.',
  remedy: 'Give each subscriber a dead-letter queue of its own, or allow all queues.',
  reference: PAGE,
  *evaluate(graph) {
    for (const { resource, redriveAllow } of graph.queues) {
      const count = redriveAllow?.sources.length ?? 0;
      if (count > MAX_REDRIVE_SOURCES) {
        yield {
          at: resource,
          property: 'RedriveAllowPolicy',
          message: `sourceQueueArns must be at most ${MAX_REDRIVE_SOURCES}, got ${count}`,
        };
      }
    }
  },
};

/** A stage may say that it has none, but not production. */
const wantsAlarms = ({ construct }: GraphResource): boolean => definesAlarms(construct) || isInProduction(construct);

const unwatchedDeadLetters: Rule = {
  id: 'Fanout-DeadLettersUnwatched',
  severity: 'warning',
  demand: 'Each dead-letter queue has an alarm, unless its stage has none (definesAlarms) and is not production.',
  consequence: `Dead letters are deleted after ${sqsLimits.maxRetentionSeconds / 86_400} days at most, and nobody was told.`,
  remedy: 'Set an alarm on ApproximateNumberOfMessagesVisible; NumberOfMessagesSent misses what SQS itself moves.',
  reference:
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html',
  *evaluate(graph) {
    for (const queue of graph.queues) {
      const watched = graph.alarms.some(({ watches }) => watches.has(queue.resource.path));
      if (graph.isDeadLetterQueue(queue) && !watched && wantsAlarms(queue.resource)) {
        yield {
          at: queue.resource,
          property: 'QueueName',
          message: 'a dead-letter queue must have an alarm, got none',
        };
      }
    }
  },
};

/** Where messages go that could not be handled or delivered. */
export const deadLetterRules: readonly Rule[] = [
  missingDeadLetterQueue,
  missingSubscriptionDeadLetterQueue,
  deadLetterRetention,
  redriveNotAllowed,
  redriveSources,
  unwatchedDeadLetters,
];
