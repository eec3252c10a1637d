import { lambdaLimits } from '../../contracts/limits.ts';
import { queueConsumers } from './queue-consumers.ts';
import type { Rule } from './rule.ts';

const PAGE = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html';

const visibilityBelowTimeout: Rule = {
  id: 'Fanout-VisibilityBelowTimeout',
  severity: 'error',
  demand: 'A message stays invisible for at least as long as the function that reads the queue may run.',
  consequence: 'Lambda refuses the event source mapping, in the middle of a deployment.',
  remedy: "Set the visibility timeout to 6 × the function's timeout, plus the batching window.",
  reference: PAGE,
  *evaluate(graph) {
    for (const { queue, consumer } of queueConsumers(graph)) {
      const { visibilitySeconds } = queue;
      const { timeoutSeconds } = consumer;
      if (visibilitySeconds !== undefined && timeoutSeconds !== undefined && visibilitySeconds < timeoutSeconds) {
        yield {
          at: queue.resource,
          property: 'VisibilityTimeout',
          message: `VisibilityTimeout must be at least the ${timeoutSeconds} seconds that ${consumer.resource.path} may run, got ${visibilitySeconds}`,
        };
      }
    }
  },
};

const visibilityBelowRecommended: Rule = {
  id: 'Fanout-VisibilityBelowRecommended',
  severity: 'warning',
  demand: "The visibility timeout is at least 6 × the function's timeout, plus the batching window.",
  consequence:
    'When invocations are throttled, a message becomes visible again while Lambda still holds it: it runs twice, and each time counts towards maxReceiveCount.',
  remedy: 'Raise the visibility timeout of the queue, or lower the timeout of the function.',
  reference: PAGE,
  *evaluate(graph) {
    for (const { queue, consumer, mapping } of queueConsumers(graph)) {
      const { visibilitySeconds } = queue;
      const { timeoutSeconds } = consumer;
      const { windowSeconds } = mapping;
      if (visibilitySeconds === undefined || timeoutSeconds === undefined || windowSeconds === undefined) {
        continue;
      }
      const recommended = lambdaLimits.visibilityToTimeoutRatio * timeoutSeconds + windowSeconds;
      // Below the timeout itself is the other rule's.
      if (visibilitySeconds >= timeoutSeconds && visibilitySeconds < recommended) {
        yield {
          at: queue.resource,
          property: 'VisibilityTimeout',
          message: `VisibilityTimeout must be at least ${recommended} seconds, 6 × the ${timeoutSeconds} of ${consumer.resource.path} + ${windowSeconds} of batching window, got ${visibilitySeconds}`,
        };
      }
    }
  },
};

const timeoutAboveMaximum: Rule = {
  id: 'Fanout-TimeoutAboveMaximum',
  severity: 'error',
  demand: 'A function that reads a queue or stream runs for 15 minutes at most.',
  consequence: 'Lambda refuses the function, in the middle of a deployment.',
  remedy: 'Set a timeout of at most 900 seconds; split longer work into events.',
  reference: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html',
  *evaluate(graph) {
    for (const { resource, timeoutSeconds } of graph.functions) {
      const mapped = graph.mappings.some((mapping) => graph.functionAt(mapping.function)?.resource === resource);
      if (mapped && timeoutSeconds !== undefined && timeoutSeconds > lambdaLimits.maxTimeoutSeconds) {
        yield {
          at: resource,
          property: 'Timeout',
          message: `Timeout must be at most ${lambdaLimits.maxTimeoutSeconds} seconds, got ${timeoutSeconds}`,
        };
      }
    }
  },
};

/** How long a message is hidden, against how long it is worked on. */
export const visibilityRules: readonly Rule[] = [
  visibilityBelowTimeout,
  visibilityBelowRecommended,
  timeoutAboveMaximum,
];
