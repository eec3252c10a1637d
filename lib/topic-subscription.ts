import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { IEventTopic } from './event-topic-base.ts';

/** Props for {@link TopicSubscription}. */
export interface TopicSubscriptionProps {
  readonly topic: IEventTopic;
  /**
   * On message attributes.
   *
   * @default - every message of the topic
   */
  readonly filterPolicy?: Record<string, readonly string[]>;
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
}

/**
 * A subscription of a queue to a topic: raw delivery, filtered by event type, with a dead-letter queue. Adds to both
 * queues' policies that SNS may send, for this topic of this account only.
 *
 * It is created after both policies: SNS does not retry a delivery that a policy refuses.
 */
export class TopicSubscription extends Construct {
  constructor(scope: Construct, id: string, props: TopicSubscriptionProps) {
    super(scope, id);
    const { topic, queue, deadLetterQueue, filterPolicy } = props;
    const subscription = new CfnSubscription(this, 'Resource', {
      topicArn: topic.topicArn,
      protocol: 'sqs',
      endpoint: queue.queueArn,
      rawMessageDelivery: true,
      ...(filterPolicy && { filterPolicy, filterPolicyScope: 'MessageAttributes' }),
      redrivePolicy: { deadLetterTargetArn: deadLetterQueue.queueArn },
    });
    for (const target of [queue, deadLetterQueue]) {
      const { policyDependable } = target.addToResourcePolicy(deliveryStatement(topic, target));
      if (policyDependable !== undefined) {
        subscription.node.addDependency(policyDependable);
      }
    }
  }
}

const deliveryStatement = ({ topic }: IEventTopic, queue: Queue): PolicyStatement =>
  new PolicyStatement({
    sid: 'AllowDeliveries',
    actions: ['sqs:SendMessage'],
    resources: [queue.queueArn],
    principals: [new ServicePrincipal('sns.amazonaws.com')],
    conditions: {
      ArnEquals: { 'aws:SourceArn': topic.topicArn },
      StringEquals: { 'aws:SourceAccount': topic.env.account },
    },
  });
