import { Annotations, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { snsPrincipal } from '../access/sns-principal.ts';
import type { IEventTopic } from '../topics/event-topic-base.ts';
import type { SubscriptionFilter } from './filter-policy.ts';

/** Props for {@link TopicSubscription}. */
export interface TopicSubscriptionProps {
  readonly topic: IEventTopic;
  /**
   * What is wanted of the topic.
   *
   * @default - every message
   */
  readonly filter?: SubscriptionFilter;
  readonly rawMessageDelivery: boolean;
  readonly queue: IQueue;
  readonly deadLetterQueue: IQueue;
  /**
   * The topic's Region, in which the subscription is made.
   *
   * @default - the stack's
   */
  readonly region?: string;
}

/**
 * A subscription of a queue to a topic, with a dead-letter queue. Adds to both queues' policies that SNS may send, for
 * this topic of this account only.
 *
 * It is created after both policies: SNS does not retry a delivery that a policy refuses. The policy of an imported queue
 * cannot be changed: a warning says which statement it must have.
 */
export class TopicSubscription extends Construct {
  constructor(scope: Construct, id: string, props: TopicSubscriptionProps) {
    super(scope, id);
    const { topic, queue, deadLetterQueue } = props;
    const subscription = new CfnSubscription(this, 'Resource', {
      topicArn: topic.topicArn,
      protocol: 'sqs',
      endpoint: queue.queueArn,
      region: props.region,
      rawMessageDelivery: props.rawMessageDelivery,
      ...props.filter,
      redrivePolicy: { deadLetterTargetArn: deadLetterQueue.queueArn },
    });
    for (const target of [queue, deadLetterQueue]) {
      const statement = deliveryStatement(topic, target);
      const { statementAdded, policyDependable } = target.addToResourcePolicy(statement);
      if (policyDependable !== undefined) {
        subscription.node.addDependency(policyDependable);
      }
      if (!statementAdded) {
        Annotations.of(scope).addWarningV2(
          'fanout:QueuePolicyNotManaged',
          `The queue ${target.node.path} is imported: add this statement to its policy, or every delivery fails: ${JSON.stringify(Stack.of(scope).resolve(statement.toStatementJson()))}`,
        );
      }
    }
  }
}

/** What a queue's policy must say for SNS to deliver: that it may send, for this topic of this account only. */
export const deliveryStatement = (topic: IEventTopic, queue: IQueue): PolicyStatement =>
  new PolicyStatement({
    sid: 'AllowDeliveries',
    actions: ['sqs:SendMessage'],
    resources: [queue.queueArn],
    principals: [snsPrincipal(topic.env.region, queue.env.region)],
    conditions: {
      ArnEquals: { 'aws:SourceArn': topic.topicArn },
      StringEquals: { 'aws:SourceAccount': topic.env.account },
    },
  });
