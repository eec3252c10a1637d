import { deployedTogether } from '../graph/deployed-together.ts';
import type { Rule } from './rule.ts';

const subscribedTwice: Rule = {
  id: 'Fanout-QueueSubscribedTwice',
  severity: 'error',
  demand: 'A queue is subscribed to a topic once.',
  consequence:
    "SNS answers the second identical subscription with the first one's ARN: when CloudFormation removes or replaces either, both are gone, and nothing is delivered.",
  remedy: 'Remove one of the subscriptions, and join their filters.',
  reference: 'https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html',
  *evaluate(graph) {
    const known = graph.subscriptions.flatMap((subscription) => {
      const queue = graph.queueAt(subscription.endpoint);
      return queue === undefined
        ? []
        : [{ subscription, pair: JSON.stringify([graph.topicReference(subscription.topic), queue.resource.path]) }];
    });
    for (const pairs of Map.groupBy(known, ({ pair }) => pair).values()) {
      const [first, ...others] = deployedTogether(pairs, ({ subscription }) => subscription.resource);
      for (const { subscription } of others) {
        yield {
          at: subscription.resource,
          property: 'Endpoint',
          message: `Endpoint must be a queue that is not subscribed to this topic yet, got the queue of ${first?.subscription.resource.path}`,
        };
      }
    }
  },
};

const secondConsumer: Rule = {
  id: 'Fanout-SecondConsumer',
  severity: 'error',
  demand: 'A queue has one reader, a function or a pipe.',
  consequence: 'Each message goes to one of the readers only: every subscriber misses what the other got.',
  remedy: 'Give each consumer a subscriber, that is a queue and a subscription, of its own.',
  reference: 'https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html',
  *evaluate(graph) {
    for (const { resource } of graph.queues) {
      const enabled = graph.mappingsOf(resource).filter((mapping) => mapping.enabled !== false);
      const [first, ...others] = deployedTogether(enabled, (mapping) => mapping.resource);
      for (const mapping of others) {
        yield {
          at: mapping.resource,
          property: mapping.sourceProperty,
          message: `${mapping.sourceProperty} must be a queue that nothing else reads, got ${resource.path}, which ${first?.resource.path} reads`,
        };
      }
    }
  },
};

/** One subscription and one consumer for a queue. */
export const singleReaderRules: readonly Rule[] = [subscribedTwice, secondConsumer];
