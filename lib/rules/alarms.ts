import type { AlarmNode } from '../graph/alarm.ts';
import type { FanoutGraph } from '../graph/fanout-graph.ts';
import { allowsService } from '../graph/policy-statement.ts';
import type { TopicNode } from '../graph/topic.ts';
import type { Rule } from './rule.ts';

const CLOUDWATCH = 'cloudwatch.amazonaws.com';
const KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'] as const;
const PAGE = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html';
const KEY_PAGE = 'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html';

const alarmWithoutAction: Rule = {
  id: 'Fanout-AlarmWithoutAction',
  severity: 'warning',
  summarised: true,
  demand: 'An alarm of the fan-out tells somebody.',
  consequence: 'Dead letters expire and queues grow while the alarm is red on a page that nobody has open.',
  remedy: 'Pass alarmActions, put the alarm into a composite alarm that has some, or acknowledge that somebody looks.',
  reference: PAGE,
  *evaluate(graph) {
    for (const alarm of graph.alarms) {
      if (isOfFanout(graph, alarm) && !tells(graph, alarm)) {
        yield {
          at: alarm.resource,
          property: 'AlarmActions',
          message: 'AlarmActions must name somebody to tell, got none',
        };
      }
    }
  },
};

const WATCHED_TYPES = /^AWS::(SNS|SQS|Lambda|DynamoDB)::/;

/** Alarms on other things are not ours to judge. */
const isOfFanout = (graph: FanoutGraph, { resource, watches }: AlarmNode): boolean =>
  JSON.stringify(resource.properties).includes('"Fanout/') ||
  graph.resources.some(({ type, path }) => WATCHED_TYPES.test(type) && watches.has(path));

const tells = (graph: FanoutGraph, { resource, actions }: AlarmNode): boolean =>
  actions.length > 0 ||
  graph.alarms.some((other) => other.composite && other.watches.has(resource.path) && tells(graph, other));

function* alarmTopics(graph: FanoutGraph): Iterable<{ readonly alarm: AlarmNode; readonly topic: TopicNode }> {
  for (const alarm of graph.alarms) {
    for (const topic of new Set(alarm.actions.map((action) => graph.topicAt(action)))) {
      if (topic !== undefined) {
        yield { alarm, topic };
      }
    }
  }
}

const alarmTopicPolicy: Rule = {
  id: 'Fanout-AlarmTopicPolicyWithoutCloudWatch',
  severity: 'error',
  demand: 'A topic that alarms publish to, and that has a policy, lets CloudWatch publish.',
  consequence:
    "A topic's own policy replaces the default one, which let CloudWatch in. A policy that only refuses plain HTTP is enough: the alarm rings and nobody hears it.",
  remedy: `Allow ${CLOUDWATCH} sns:Publish in the topic's policy, or use AlarmTopicAction instead of SnsAction.`,
  reference: PAGE,
  *evaluate(graph) {
    for (const { alarm, topic } of alarmTopics(graph)) {
      const allowed = graph
        .policyOf(topic.resource)
        .some((statement) => allowsService(statement, CLOUDWATCH, 'sns:Publish'));
      if (graph.hasPolicy(topic.resource) && !allowed) {
        yield {
          at: alarm.resource,
          property: 'AlarmActions',
          message: `the policy of ${topic.resource.path} must let ${CLOUDWATCH} publish, got no statement that does`,
        };
      }
    }
  },
};

const alarmTopicKey: Rule = {
  id: 'Fanout-AlarmTopicKeyWithoutCloudWatch',
  severity: 'error',
  demand: 'The key of a topic that alarms publish to lets CloudWatch use it.',
  consequence: 'CloudWatch cannot publish to the encrypted topic: the alarm rings and nobody hears it.',
  remedy: `Allow ${CLOUDWATCH} ${KEY_ACTIONS.join(' and ')} in the key's policy, or use AlarmTopicAction instead of SnsAction.`,
  reference: KEY_PAGE,
  *evaluate(graph) {
    for (const { alarm, topic } of alarmTopics(graph)) {
      const key = graph.keyAt(topic.key);
      const missing = KEY_ACTIONS.filter(
        (action) => key && !graph.policyOf(key).some((statement) => allowsService(statement, CLOUDWATCH, action)),
      );
      if (key !== undefined && missing.length > 0) {
        yield {
          at: alarm.resource,
          property: 'AlarmActions',
          message: `${key.path}, the key of ${topic.resource.path}, must let ${CLOUDWATCH} use it, got no statement for ${missing.join(' and ')}`,
        };
      }
    }
  },
};

const alarmTopicManagedKey: Rule = {
  id: 'Fanout-AlarmTopicUnderManagedKey',
  severity: 'error',
  demand: "A topic that alarms publish to is not under AWS's own key alias/aws/sns.",
  consequence: 'The policy of that key does not let CloudWatch use it: the alarm rings and nobody hears it.',
  remedy: 'Use no key, or a key of your own with AlarmTopicAction.',
  reference: KEY_PAGE,
  *evaluate(graph) {
    for (const { alarm, topic } of alarmTopics(graph)) {
      if (typeof topic.key === 'string' && topic.key.endsWith('alias/aws/sns')) {
        yield {
          at: alarm.resource,
          property: 'AlarmActions',
          message: `${topic.resource.path} must be under a key that CloudWatch may use, got ${topic.key}`,
        };
      }
    }
  },
};

/** Whether alarms are heard. */
export const alarmRules: readonly Rule[] = [alarmWithoutAction, alarmTopicPolicy, alarmTopicKey, alarmTopicManagedKey];
