import { EVENT_TYPE_ATTRIBUTE } from '../../contracts/attributes.ts';
import { snsLimits } from '../../contracts/limits.ts';
import type { DeclaredTopic } from '../graph/declared-events.ts';
import type { FanoutGraph } from '../graph/fanout-graph.ts';
import { mayMatch } from '../graph/filter-match.ts';
import { measureFilterPolicy } from '../graph/filter-policy-shape.ts';
import type { GraphResource } from '../graph/graph-resource.ts';
import { coversAction } from '../graph/policy-statement.ts';
import { isLiteral } from '../graph/reference.ts';
import type { SubscriptionNode } from '../graph/subscription.ts';
import type { Rule } from './rule.ts';

const LIMITS_PAGE = 'https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html';

const filterPolicyKeys: Rule = {
  id: 'Fanout-FilterPolicyKeys',
  severity: 'error',
  demand: `A filter policy has at most ${snsLimits.filterPolicyKeys} keys, in a nested one the innermost count.`,
  consequence: 'SNS refuses the subscription, in the middle of a deployment.',
  remedy: 'Filter by fewer keys, or put several facts into one attribute.',
  reference: LIMITS_PAGE,
  *evaluate(graph) {
    for (const { resource, filterPolicy } of graph.subscriptions) {
      const keys = measureFilterPolicy(filterPolicy)?.leaves.size ?? 0;
      if (keys > snsLimits.filterPolicyKeys) {
        yield {
          at: resource,
          property: 'FilterPolicy',
          message: `FilterPolicy must have at most ${snsLimits.filterPolicyKeys} keys, got ${keys}`,
        };
      }
    }
  },
};

const filterPolicyCombinations: Rule = {
  id: 'Fanout-FilterPolicyCombinations',
  severity: 'error',
  demand: `The numbers of values of a filter policy's keys, multiplied, are at most ${snsLimits.filterPolicyCombinations}; in a nested policy each times its depth.`,
  consequence: 'SNS refuses the subscription, in the middle of a deployment.',
  remedy: 'Replace lists of values by a prefix or wildcard, or split the topic.',
  reference: LIMITS_PAGE,
  *evaluate(graph) {
    for (const { resource, filterPolicy } of graph.subscriptions) {
      const combinations = measureFilterPolicy(filterPolicy)?.combinations ?? 1;
      if (combinations > snsLimits.filterPolicyCombinations) {
        yield {
          at: resource,
          property: 'FilterPolicy',
          message: `FilterPolicy must come to at most ${snsLimits.filterPolicyCombinations} combinations, got ${combinations}`,
        };
      }
    }
  },
};

const filterPolicySize: Rule = {
  id: 'Fanout-FilterPolicySize',
  severity: 'error',
  demand: `A filter policy has at most ${snsLimits.filterPolicyBytes / 1024} KiB as JSON.`,
  consequence: 'SNS refuses the subscription, in the middle of a deployment.',
  remedy: 'Replace lists of values by a prefix or wildcard.',
  reference: LIMITS_PAGE,
  *evaluate(graph) {
    for (const { resource, filterPolicy } of graph.subscriptions) {
      const bytes = filterPolicy !== undefined && isLiteral(filterPolicy) ? jsonBytes(filterPolicy) : 0;
      if (bytes > snsLimits.filterPolicyBytes) {
        yield {
          at: resource,
          property: 'FilterPolicy',
          message: `FilterPolicy must have at most ${snsLimits.filterPolicyBytes} bytes, got ${bytes}`,
        };
      }
    }
  },
};

const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

const filterPoliciesOnTopic: Rule = {
  id: 'Fanout-FilterPoliciesAboveQuota',
  severity: 'warning',
  demand: `A topic has at most ${snsLimits.filterPoliciesPerTopic} subscriptions with a filter policy.`,
  consequence: 'SNS refuses the next subscription, in the middle of a deployment, unless AWS has raised the quota.',
  remedy: 'Ask AWS to raise the quota and acknowledge this finding, or split the topic.',
  reference: LIMITS_PAGE,
  *evaluate(graph) {
    for (const topic of graph.topics) {
      const filtered = graph.subscriptionsOf(topic).filter(({ filterPolicy }) => filterPolicy !== undefined).length;
      if (filtered > snsLimits.filterPoliciesPerTopic) {
        yield {
          at: topic.resource,
          property: 'Subscription',
          message: `a topic must have at most ${snsLimits.filterPoliciesPerTopic} subscriptions with a filter policy, got ${filtered}`,
        };
      }
    }
  },
};

/** Event types of a topic that pass the filter of a subscription, as far as it filters by type. */
function passingTypes({ filterPolicy, filterScope }: SubscriptionNode, { events }: DeclaredTopic): readonly string[] {
  const types = events.map(({ type }) => type);
  const key = filterScope === 'MessageBody' ? 'type' : EVENT_TYPE_ATTRIBUTE;
  const conditions = measureFilterPolicy(filterPolicy)?.leaves.get(key);
  return conditions === undefined
    ? types
    : types.filter((type) => conditions.some((condition) => mayMatch(condition, type)));
}

const filterMatchesNothing: Rule = {
  id: 'Fanout-FilterMatchesNoEvent',
  severity: 'error',
  demand: "A subscription's filter lets at least one of the topic's declared events through.",
  consequence: 'The subscriber never receives anything, and no metric says so.',
  remedy: 'Correct the event type in the filter, or declare the event on the topic.',
  reference: 'https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html',
  *evaluate(graph) {
    for (const subscription of graph.subscriptions) {
      const declared = graph.topicAt(subscription.topic)?.declared;
      if (declared && declared.events.length > 0 && passingTypes(subscription, declared).length === 0) {
        yield {
          at: subscription.resource,
          property: 'FilterPolicy',
          message: `FilterPolicy must match an event of topic ${declared.name} (${declared.events.map(({ type }) => type).join(', ')}), got ${JSON.stringify(subscription.filterPolicy)}`,
        };
      }
    }
  },
};

/** Whether others may subscribe: then subscribers may be in their apps. */
const isSharedByPolicy = (graph: FanoutGraph, topic: GraphResource): boolean =>
  graph.policyOf(topic).some((statement) => statement.allow && coversAction(statement, 'sns:Subscribe'));

const eventWithoutSubscriber: Rule = {
  id: 'Fanout-EventWithoutSubscriber',
  severity: 'warning',
  demand: 'Each declared event of a topic has a subscriber in the app.',
  consequence: 'The event is published, paid for and dropped.',
  remedy: 'Subscribe somebody, remove the event, or acknowledge that its subscribers are elsewhere.',
  reference: 'https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html',
  *evaluate(graph) {
    for (const topic of graph.topics.filter(({ resource }) => !isSharedByPolicy(graph, resource))) {
      const { declared } = topic;
      const wanted = new Set(declared && graph.subscriptionsOf(topic).flatMap((each) => passingTypes(each, declared)));
      const unwanted = (declared?.events ?? []).map(({ type }) => type).filter((type) => !wanted.has(type));
      if (unwanted.length > 0) {
        yield {
          at: topic.resource,
          property: 'TopicName',
          message: `each event of topic ${declared?.name} must have a subscriber, got none for ${unwanted.join(', ')}`,
        };
      }
    }
  },
};

/** What filters let through. */
export const filterRules: readonly Rule[] = [
  filterPolicyKeys,
  filterPolicyCombinations,
  filterPolicySize,
  filterPoliciesOnTopic,
  filterMatchesNothing,
  eventWithoutSubscriber,
];
