import { queueConsumers } from './queue-consumers.ts';
import type { Finding, Rule } from './rule.ts';

const PAGE = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html';

const reservedBelowMaximum: Rule = {
  id: 'Fanout-ReservedBelowMaximumConcurrency',
  severity: 'error',
  demand: "A function's reserved concurrency is at least the sum of the maximum concurrency of its queues.",
  consequence:
    'Lambda receives more messages than it can run. The throttled receives count, so that messages reach the dead-letter queue without ever having run.',
  remedy: 'Raise the reserved concurrency, or lower the maximum concurrency of the mappings.',
  reference: PAGE,
  *evaluate(graph) {
    for (const { resource, reservedConcurrency: reserved } of graph.functions) {
      const maxima = [...queueConsumers(graph)]
        .filter(({ consumer, mapping }) => consumer.resource === resource && mapping.enabled !== false)
        .map(({ mapping }) => mapping.maximumConcurrency)
        .filter((maximum) => typeof maximum === 'number');
      const sum = maxima.reduce((total, maximum) => total + maximum, 0);
      if (reserved !== undefined && reserved < sum) {
        yield {
          at: resource,
          property: 'ReservedConcurrentExecutions',
          message: `ReservedConcurrentExecutions must be at least ${sum}, the sum of the maximum concurrency of its queues, got ${reserved}`,
        };
      }
    }
  },
};

const reservedWithoutMaximum: Rule = {
  id: 'Fanout-ReservedWithoutMaximumConcurrency',
  severity: 'warning',
  demand: 'A queue whose function has reserved concurrency has a maximum concurrency.',
  consequence:
    'Lambda goes on receiving beyond what is reserved, and throttles. The throttled receives count towards maxReceiveCount.',
  remedy: "Set the mapping's maximum concurrency to the reserved concurrency or less.",
  reference: PAGE,
  *evaluate(graph): Iterable<Finding> {
    for (const { mapping, consumer } of queueConsumers(graph)) {
      const { enabled, maximumConcurrency } = mapping;
      if (consumer.reservedConcurrency !== undefined && enabled !== false && maximumConcurrency === 'absent') {
        yield {
          at: mapping.resource,
          property: 'ScalingConfig',
          message: `MaximumConcurrency must be at most ${consumer.reservedConcurrency}, which ${consumer.resource.path} has reserved, got none`,
        };
      }
    }
  },
};

/** How many messages may run, against how many Lambda fetches. */
export const concurrencyRules: readonly Rule[] = [reservedBelowMaximum, reservedWithoutMaximum];
