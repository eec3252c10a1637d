import { snsService } from '../access/sns-principal.ts';
import type { FanoutGraph } from '../graph/fanout-graph.ts';
import type { GraphResource } from '../graph/graph-resource.ts';
import { admitsSource, allowsAnySns, allowsService, limitsWho } from '../graph/policy-statement.ts';
import type { Rule } from './rule.ts';

const SNS = 'sns.amazonaws.com';
const SEND = 'sqs:SendMessage';
const PAGE = 'https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html';

const subscriptionWithoutQueuePolicy: Rule = {
  id: 'Fanout-SubscriptionWithoutQueuePolicy',
  severity: 'error',
  demand: "The policies of a subscription's queue and of its dead-letter queue let SNS send for the topic.",
  consequence: 'SNS does not try again when a policy refuses: messages go to the dead-letter queue, or are lost.',
  remedy: `Allow ${SNS} ${SEND} on the queue, with aws:SourceArn the topic's ARN.`,
  reference: PAGE,
  *evaluate(graph) {
    for (const subscription of graph.subscriptions) {
      const { resource, topic, topicRegion } = subscription;
      for (const { property, queue } of graph.queuesOf(subscription)) {
        const sns = snsService(topicRegion, queue.resource.stack.region);
        if (!mayDeliver(graph, sns, queue.resource, topic)) {
          yield {
            at: resource,
            property,
            message: `the policy of ${queue.resource.path} must let ${sns} send for this topic, got ${graph.hasPolicy(queue.resource) ? 'no statement that does' : 'no policy'}`,
          };
        }
      }
    }
  },
};

const mayDeliver = (graph: FanoutGraph, sns: string, queue: GraphResource, topic: unknown): boolean =>
  graph
    .policyOf(queue)
    .some((statement) => allowsService(statement, sns, SEND) && admitsSource(statement, graph.topicReference(topic)));

const queuePolicyWithoutSource: Rule = {
  id: 'Fanout-QueuePolicyWithoutSource',
  severity: 'error',
  demand: 'A statement that lets SNS, or anyone, send to a queue says on whose behalf.',
  consequence: 'Anybody with a topic in any account can put messages into the queue.',
  remedy: "Add the condition aws:SourceArn with the topic's ARN, and aws:SourceAccount with its account.",
  reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  *evaluate(graph) {
    for (const { resource } of graph.queues) {
      const open = graph
        .policyOf(resource)
        .filter((statement) => allowsAnySns(statement, SEND) && !limitsWho(statement));
      if (open.length > 0) {
        yield {
          at: resource,
          property: 'QueueName',
          message: `a statement that allows ${SEND} must have a condition on the source, got ${open[0]?.anyone ? 'anyone' : SNS} without one`,
        };
      }
    }
  },
};

/** Who may put messages into queues. */
export const deliveryPolicyRules: readonly Rule[] = [subscriptionWithoutQueuePolicy, queuePolicyWithoutSource];
