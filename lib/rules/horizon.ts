import { environmentNames } from '../../contracts/environment.ts';
import { snsLimits } from '../../contracts/limits.ts';
import { numberOf } from '../graph/property-values.ts';
import { queueConsumers } from './queue-consumers.ts';
import type { Rule } from './rule.ts';

const inboxBelowHorizon: Rule = {
  id: 'Fanout-InboxBelowHorizon',
  severity: 'error',
  demand: `The inbox remembers an event (${environmentNames.inboxHorizonSeconds}) for as long as a copy can come back.`,
  consequence: 'A copy that comes later than the record lives is taken for a new event: its effect happens twice.',
  remedy: "Raise the inbox's horizon, or shorten the retention of the queue or its dead-letter queue.",
  reference: 'https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html',
  *evaluate(graph) {
    for (const { queue, consumer } of queueConsumers(graph)) {
      const horizon = numberOf(consumer.environment[environmentNames.inboxHorizonSeconds]);
      const dead = queue.redrive && graph.queueAt(queue.redrive.target)?.retentionSeconds;
      if (horizon === undefined || queue.retentionSeconds === undefined || dead === undefined) {
        continue;
      }
      const archives = graph.subscriptionsTo(queue).map(({ topic }) => graph.topicAt(topic)?.archiveSeconds ?? 0);
      const ahead = Math.max(snsLimits.deliveryRetrySeconds, ...archives);
      const needed = ahead + queue.retentionSeconds + dead;
      if (horizon < needed) {
        yield {
          at: consumer.resource,
          property: 'Environment',
          message: `${environmentNames.inboxHorizonSeconds} must be at least ${needed}: ${ahead} of SNS's retries or archive + ${queue.retentionSeconds} of ${queue.resource.path} + ${dead} of its dead-letter queue, got ${horizon}`,
        };
      }
    }
  },
};

/** How long the inbox remembers. */
export const horizonRules: readonly Rule[] = [inboxBelowHorizon];
