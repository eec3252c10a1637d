import type { Rule } from './rule.ts';

const SUBSCRIBE_PAGE = 'https://docs.aws.amazon.com/sns/latest/dg/fifo-topic-message-delivery.html';

const standardTopicToFifoQueue: Rule = {
  id: 'Fanout-StandardTopicToFifoQueue',
  severity: 'error',
  demand: 'A standard topic delivers to standard queues only.',
  consequence: 'SNS refuses the subscription, in the middle of a deployment.',
  remedy: 'Make the topic FIFO (fifo of the topic; of defineTopic for an EventTopic), or the queue standard.',
  reference: SUBSCRIBE_PAGE,
  *evaluate(graph) {
    for (const { resource, topic, endpoint } of graph.subscriptions) {
      if (graph.topicAt(topic)?.fifo === false && graph.queueAt(endpoint)?.fifo === true) {
        yield {
          at: resource,
          property: 'Endpoint',
          message: `Endpoint must be a standard queue, because the topic is standard, got the FIFO queue ${graph.queueAt(endpoint)?.resource.path}`,
        };
      }
    }
  },
};

const fifoTopicToStandardQueue: Rule = {
  id: 'Fanout-FifoTopicToStandardQueue',
  severity: 'warning',
  demand: 'The queues behind a FIFO topic are FIFO.',
  consequence: 'The queue delivers out of order and more than once: the order that the topic costs for is lost.',
  remedy: 'Make the queue FIFO, or acknowledge that this subscriber needs no order.',
  reference: SUBSCRIBE_PAGE,
  *evaluate(graph) {
    for (const { resource, topic, endpoint } of graph.subscriptions) {
      if (graph.topicAt(topic)?.fifo === true && graph.queueAt(endpoint)?.fifo === false) {
        yield {
          at: resource,
          property: 'Endpoint',
          message: `Endpoint must be a FIFO queue to keep the order of the FIFO topic, got the standard queue ${graph.queueAt(endpoint)?.resource.path}`,
        };
      }
    }
  },
};

const fifoTopicProtocol: Rule = {
  id: 'Fanout-FifoTopicProtocol',
  severity: 'error',
  demand: 'A FIFO topic delivers to SQS queues only.',
  consequence: 'SNS refuses the subscription, in the middle of a deployment.',
  remedy: 'Subscribe a queue, and let the function, stream or endpoint read from it.',
  reference: SUBSCRIBE_PAGE,
  *evaluate(graph) {
    for (const { resource, topic, protocol } of graph.subscriptions) {
      if (graph.topicAt(topic)?.fifo === true && typeof protocol === 'string' && protocol !== 'sqs') {
        yield { at: resource, property: 'Protocol', message: `Protocol must be sqs on a FIFO topic, got ${protocol}` };
      }
    }
  },
};

const deadLetterQueueKind: Rule = {
  id: 'Fanout-DeadLetterQueueKind',
  severity: 'error',
  demand: 'A queue and its dead-letter queue are of one kind, FIFO or standard.',
  consequence: 'SQS refuses the redrive policy, in the middle of a deployment.',
  remedy: 'Make both FIFO or both standard.',
  reference: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
  *evaluate(graph) {
    for (const { resource, fifo, redrive } of graph.queues) {
      const target = redrive && graph.queueAt(redrive.target);
      if (fifo !== undefined && target?.fifo !== undefined && fifo !== target.fifo) {
        yield {
          at: resource,
          property: 'RedrivePolicy',
          message: `deadLetterTargetArn must be a ${kind(fifo)} queue, as its source is, got the ${kind(target.fifo)} queue ${target.resource.path}`,
        };
      }
    }
  },
};

const subscriptionDeadLetterQueueKind: Rule = {
  id: 'Fanout-SubscriptionDeadLetterQueueKind',
  severity: 'error',
  demand: "The dead-letter queue of a subscription is of the topic's kind, FIFO or standard.",
  consequence: 'SNS cannot put there what it could not deliver: the message is lost.',
  remedy: 'Make the dead-letter queue FIFO when the topic is, standard when it is not.',
  reference: 'https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html',
  *evaluate(graph) {
    for (const { resource, topic, deadLetterTarget } of graph.subscriptions) {
      const fifo = graph.topicAt(topic)?.fifo;
      const target = graph.queueAt(deadLetterTarget);
      if (fifo !== undefined && target?.fifo !== undefined && fifo !== target.fifo) {
        yield {
          at: resource,
          property: 'RedrivePolicy',
          message: `deadLetterTargetArn must be a ${kind(fifo)} queue, as the topic is, got the ${kind(target.fifo)} queue ${target.resource.path}`,
        };
      }
    }
  },
};

const kind = (fifo: boolean): string => (fifo ? 'FIFO' : 'standard');

/** What may be connected to what. */
export const fifoKindRules: readonly Rule[] = [
  standardTopicToFifoQueue,
  fifoTopicToStandardQueue,
  fifoTopicProtocol,
  deadLetterQueueKind,
  subscriptionDeadLetterQueueKind,
];
