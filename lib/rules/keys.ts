import { isSnsService, snsService } from '../access/sns-principal.ts';
import type { FanoutGraph } from '../graph/fanout-graph.ts';
import {
  admitsSource,
  allowsService,
  coversAction,
  namesSource,
  type PolicyStatementNode,
} from '../graph/policy-statement.ts';
import type { SubscriptionNode } from '../graph/subscription.ts';
import type { Finding, Rule } from './rule.ts';

const SNS = 'sns.amazonaws.com';
const ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'] as const;
const PAGE = 'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html';

const queueKeyWithoutSns: Rule = {
  id: 'Fanout-QueueKeyWithoutSns',
  severity: 'error',
  demand: 'The key of a subscribed queue lets SNS use it for the topic.',
  consequence:
    'SNS cannot encrypt for the queue and does not try again: messages go to the dead-letter queue, or are lost.',
  remedy: `Allow ${SNS} ${ACTIONS.join(' and ')} in the key's policy, with aws:SourceArn the topic's ARN.`,
  reference: PAGE,
  *evaluate(graph) {
    for (const subscription of graph.subscriptions) {
      yield* refusedBy(graph, subscription, 'Endpoint', subscription.endpoint);
    }
  },
};

const subscriptionDeadLetterKey: Rule = {
  id: 'Fanout-SubscriptionDeadLetterKeyWithoutSns',
  severity: 'error',
  demand: "The key of a subscription's dead-letter queue lets SNS use it for the topic.",
  consequence: 'What SNS could not deliver cannot be kept either: it is lost. aws-cdk does not add the grant.',
  remedy: `Use SQS-managed encryption there, or allow ${SNS} ${ACTIONS.join(' and ')} in the key's policy.`,
  reference: 'https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html',
  *evaluate(graph) {
    for (const subscription of graph.subscriptions) {
      yield* refusedBy(graph, subscription, 'RedrivePolicy', subscription.deadLetterTarget);
    }
  },
};

function* refusedBy(
  graph: FanoutGraph,
  { resource, topic, topicRegion }: SubscriptionNode,
  property: string,
  target: unknown,
): Iterable<Finding> {
  const queue = graph.queueAt(target);
  const key = queue && graph.keyAt(queue.key);
  if (queue === undefined || key === undefined) {
    return;
  }
  const sns = snsService(topicRegion, queue.resource.stack.region);
  const missing = ACTIONS.filter(
    (action) =>
      !graph
        .policyOf(key)
        .some(
          (statement) => allowsService(statement, sns, action) && admitsSource(statement, graph.topicReference(topic)),
        ),
  );
  if (missing.length > 0) {
    yield {
      at: resource,
      property,
      message: `${key.path}, the key of ${queue.resource.path}, must let ${sns} use it for this topic, got no statement for ${missing.join(' and ')}`,
    };
  }
}

const queueUnderManagedKey: Rule = {
  id: 'Fanout-QueueUnderManagedKey',
  severity: 'error',
  demand: "A queue that SNS sends to is not under AWS's own key alias/aws/sqs.",
  consequence: 'The policy of that key cannot be changed to let SNS use it: every delivery is refused.',
  remedy:
    'Use SQS-managed encryption (QueueEncryption.SQS_MANAGED; CloudFormation: SqsManagedSseEnabled), or a key of your own.',
  reference: PAGE,
  *evaluate(graph) {
    for (const subscription of graph.subscriptions) {
      for (const { property, queue } of graph.queuesOf(subscription)) {
        if (typeof queue.key === 'string' && queue.key.endsWith('alias/aws/sqs')) {
          yield {
            at: subscription.resource,
            property,
            message: `${queue.resource.path} must be under a key that SNS may use, got ${queue.key}`,
          };
        }
      }
    }
  },
};

const keyGrantWithoutSource: Rule = {
  id: 'Fanout-KeyGrantWithoutSource',
  severity: 'error',
  demand: "A key's statement for SNS says on whose behalf SNS may use it.",
  consequence:
    'SNS may use the key for a topic of any account. aws-cdk adds such a statement unless a feature flag is set.',
  remedy:
    "Add the condition aws:SourceArn with the topic's ARN; with aws-cdk's SqsSubscription set the flag @aws-cdk/aws-sns-subscriptions:restrictSqsDescryption.",
  reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  *evaluate(graph) {
    for (const key of graph.ofType('AWS::KMS::Key')) {
      if (graph.policyOf(key).some((statement) => isForSns(statement) && !namesSource(statement))) {
        yield {
          at: key,
          property: 'KeyPolicy',
          message: `a statement for ${SNS} must have a condition on the source, got none`,
        };
      }
    }
  },
};

const isForSns = (statement: PolicyStatementNode): boolean =>
  statement.allow && statement.services.some(isSnsService) && ACTIONS.some((action) => coversAction(statement, action));

/** Who may use the keys of queues. */
export const keyRules: readonly Rule[] = [
  queueKeyWithoutSns,
  subscriptionDeadLetterKey,
  queueUnderManagedKey,
  keyGrantWithoutSource,
];
