import { Token } from 'aws-cdk-lib';
import { snsService } from '../access/sns-principal.ts';
import type { FanoutGraph } from '../graph/fanout-graph.ts';
import { referencedPaths } from '../graph/reference.ts';
import type { SubscriptionNode } from '../graph/subscription.ts';
import { textOf } from '../graph/text-of.ts';
import type { Rule } from './rule.ts';

const importedQueue: Rule = {
  id: 'Fanout-ImportedQueuePolicy',
  severity: 'warning',
  demand: 'Somebody has seen to it that the policy of a queue from outside the app lets SNS send.',
  consequence: "aws-cdk cannot add to the policy of an imported queue, and says nothing. SNS's deliveries are refused.",
  remedy: "Add the statement to the queue's policy where the queue is defined, then acknowledge this finding.",
  reference: 'https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html',
  *evaluate(graph) {
    for (const subscription of graph.subscriptions) {
      const { resource, protocol, endpoint, deadLetterTarget } = subscription;
      const queues = [
        ['Endpoint', protocol === 'sqs' ? endpoint : undefined],
        ['RedrivePolicy', deadLetterTarget],
      ] as const;
      for (const [property, queue] of queues) {
        if (queue !== undefined && isFromOutside(graph, queue)) {
          yield {
            at: resource,
            property,
            message: `${property} must be a queue whose policy lets SNS send, got ${textOf(queue)}, which this app does not define`,
            remedy: `Add to its policy: ${JSON.stringify(deliveryStatement(graph, subscription, textOf(queue)))}`,
          };
        }
      }
    }
  },
};

/** Whether a value means nothing in the app. What a condition of the template decides about is not known. */
const isFromOutside = (graph: FanoutGraph, value: unknown): boolean =>
  graph.resourceAt(value) === undefined &&
  referencedPaths(value).size === 0 &&
  !/"(Fn::If|AWS::NoValue)"/.test(JSON.stringify(value));

/** The statement that the policy of a queue from outside needs. What only the deployment knows stands in `${}`. */
function deliveryStatement(
  graph: FanoutGraph,
  { resource: { stack }, topic, topicRegion }: SubscriptionNode,
  queueArn: string,
): Readonly<Record<string, unknown>> {
  const known = graph.topicAt(topic);
  const topicArn = textOf(topic);
  const topicAccount = known?.resource.stack.account ?? topicArn.split(':')[4] ?? stack.account;
  const [queueRegion = stack.region] = /(?<=^arn:[^:]+:sqs:)[\w-]+/.exec(queueArn) ?? [];
  return {
    Effect: 'Allow',
    Principal: { Service: snsService(topicRegion, queueRegion) },
    Action: 'sqs:SendMessage',
    Resource: queueArn,
    Condition: {
      ArnEquals: { 'aws:SourceArn': known === undefined ? topicArn : `\${ARN of ${known.resource.path}}` },
      StringEquals: {
        'aws:SourceAccount': Token.isUnresolved(topicAccount) ? textOf({ Ref: 'AWS::AccountId' }) : topicAccount,
      },
    },
  };
}

/** Queues that aws-cdk cannot change. */
export const importedQueueRules: readonly Rule[] = [importedQueue];
