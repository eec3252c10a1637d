import { EVENT_SOURCE_ATTRIBUTE, EVENT_TYPE_ATTRIBUTE, TRACE_PARENT_ATTRIBUTE } from '../../contracts/attributes.ts';
import { snsLimits, sqsLimits } from '../../contracts/limits.ts';
import type { FanoutGraph } from '../graph/fanout-graph.ts';
import type { TopicNode } from '../graph/topic.ts';
import type { Rule } from './rule.ts';

const SIZE_PAGE = 'https://docs.aws.amazon.com/general/latest/gr/sns.html';
const LARGE_MESSAGE_PROTOCOLS = ['sqs', 'firehose', 'lambda'];
const MAX_SUBSCRIPTIONS = 100;

const topicAboveQueue: Rule = {
  id: 'Fanout-TopicMessageAboveQueue',
  severity: 'error',
  demand: 'A queue takes messages as large as its topic does.',
  consequence:
    'SNS cannot deliver the larger ones and does not try again: they go to the dead-letter queue, or are lost.',
  remedy:
    "Raise the queue's largest message (maxMessageSizeBytes of the queue, 1 MiB by default; CloudFormation: MaximumMessageSize), or lower the topic's.",
  reference: SIZE_PAGE,
  *evaluate(graph) {
    for (const subscription of graph.subscriptions) {
      const published = graph.topicAt(subscription.topic)?.maxMessageBytes;
      for (const { property, queue } of graph.queuesOf(subscription)) {
        const taken = queue.maxMessageBytes;
        if (published !== undefined && taken !== undefined && taken < published) {
          yield {
            at: subscription.resource,
            property,
            message: `MaximumMessageSize of ${queue.resource.path} must be at least the topic's ${published} bytes, got ${taken}`,
          };
        }
      }
    }
  },
};

const isLarge = ({ maxMessageBytes }: TopicNode): boolean =>
  maxMessageBytes !== undefined && maxMessageBytes > snsLimits.defaultMaxMessageBytes;

const largeMessageProtocol: Rule = {
  id: 'Fanout-LargeMessageProtocol',
  severity: 'error',
  demand: 'A topic for messages above 256 KiB has subscriptions of queues, functions and Firehose only.',
  consequence: "SNS refuses the topic's size or the subscription, in the middle of a deployment.",
  remedy:
    "Lower the topic's largest message to 262,144 bytes (maxMessageSizeBytes of EventTopic; CloudFormation: MaximumMessageSize), or put a queue in between.",
  reference: SIZE_PAGE,
  *evaluate(graph) {
    for (const topic of graph.topics.filter(isLarge)) {
      for (const { resource, protocol } of graph.subscriptionsOf(topic)) {
        if (typeof protocol === 'string' && !LARGE_MESSAGE_PROTOCOLS.includes(protocol)) {
          yield {
            at: resource,
            property: 'Protocol',
            message: `Protocol must be one of ${LARGE_MESSAGE_PROTOCOLS.join(', ')} on a topic for ${topic.maxMessageBytes} bytes, got ${protocol}`,
          };
        }
      }
    }
  },
};

const subscriptionsAboveLimit: Rule = {
  id: 'Fanout-SubscriptionsAboveLimit',
  severity: 'error',
  demand: `A FIFO topic, and a topic for messages above 256 KiB, has at most ${MAX_SUBSCRIPTIONS} subscriptions.`,
  consequence: 'SNS refuses the subscription after the last, in the middle of a deployment.',
  remedy: 'Split the topic, or let one subscriber publish to a second one.',
  reference: SIZE_PAGE,
  *evaluate(graph) {
    for (const topic of graph.topics.filter((each) => isLarge(each) || each.fifo === true)) {
      const { length } = graph.subscriptionsOf(topic);
      if (length > MAX_SUBSCRIPTIONS) {
        yield {
          at: topic.resource,
          property: topic.fifo === true ? 'FifoTopic' : 'MaximumMessageSize',
          message: `the topic must have at most ${MAX_SUBSCRIPTIONS} subscriptions, got ${length}`,
        };
      }
    }
  },
};

const OURS = [EVENT_TYPE_ATTRIBUTE, EVENT_SOURCE_ATTRIBUTE, TRACE_PARENT_ATTRIBUTE];

const tooManyAttributes: Rule = {
  id: 'Fanout-TooManyAttributes',
  severity: 'error',
  demand: `An event has at most ${sqsLimits.maxMessageAttributes} attributes, Fanout's own included, where a subscription delivers raw.`,
  consequence: 'SNS discards the message for that subscription as a client-side error. It does not try again.',
  remedy: 'Declare fewer attributes on the event, or put several facts into one.',
  reference: 'https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html',
  *evaluate(graph) {
    for (const subscription of graph.subscriptions.filter(({ rawDelivery }) => rawDelivery === true)) {
      for (const { type, count } of attributeCounts(graph, subscription.topic)) {
        if (count > sqsLimits.maxMessageAttributes) {
          yield {
            at: subscription.resource,
            property: 'RawMessageDelivery',
            message: `${type} must have at most ${sqsLimits.maxMessageAttributes} attributes with raw delivery, got ${count}`,
          };
        }
      }
    }
  },
};

const attributeCounts = (graph: FanoutGraph, topic: unknown): readonly { type: string; count: number }[] =>
  (graph.topicAt(topic)?.declared?.events ?? []).map(({ type, attributes }) => ({
    type,
    count: new Set([...OURS, ...(attributes ?? [])]).size,
  }));

/** What fits through. */
export const messageRules: readonly Rule[] = [
  topicAboveQueue,
  largeMessageProtocol,
  subscriptionsAboveLimit,
  tooManyAttributes,
];
