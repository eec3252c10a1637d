import { Duration } from 'aws-cdk-lib';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { TopicDefinition } from '../contracts/event.ts';
import { KEY_USE_ACTIONS } from './key-access.ts';
import { physicalName } from './physical-name.ts';
import { requireTls } from './secure-transport.ts';

const SNS_MANAGED_KEY = 'alias/aws/sns';

/** Props for {@link EventTopic}. */
export interface EventTopicProps {
  /** Logical name, events and order; whether the topic is FIFO follows from it. */
  readonly definition: TopicDefinition;
  /**
   * Key for messages at rest. Must not be the key of a subscriber's queues: key, policy and topic would form a cycle.
   *
   * @default - the account's `alias/aws/sns`
   */
  readonly encryptionKey?: IKey;
}

/**
 * A topic that carries declared events. Defines an SNS topic, encrypted, and a policy that refuses plain HTTP.
 *
 * FIFO topics take the event id as deduplication id, so content-based deduplication is off.
 */
export class EventTopic extends Construct {
  readonly definition: TopicDefinition;
  readonly topic: Topic;
  readonly encryptionKey?: IKey;

  constructor(scope: Construct, id: string, props: EventTopicProps) {
    super(scope, id);
    this.definition = props.definition;
    this.encryptionKey = props.encryptionKey;
    const { fifo } = props.definition;
    this.topic = new Topic(this, 'Topic', {
      masterKey: props.encryptionKey,
      ...(fifo && { fifo, topicName: physicalName(this, { fifo }), contentBasedDeduplication: false }),
    });
    if (props.encryptionKey === undefined) {
      (this.topic.node.defaultChild as CfnTopic).kmsMasterKeyId = SNS_MANAGED_KEY;
    }
    requireTls(this.topic);
  }

  get topicArn(): string {
    return this.topic.topicArn;
  }

  /** Lets `grantee` publish: `sns:Publish` on the topic, `kms:Decrypt` and `kms:GenerateDataKey` on its own key. */
  grantPublish(grantee: IGrantable): Grant {
    const publish = Grant.addToPrincipalOrResource({
      grantee,
      actions: ['sns:Publish'],
      resourceArns: [this.topicArn],
      resource: this.topic,
    });
    const useKey = this.encryptionKey?.grant(grantee, ...KEY_USE_ACTIONS);
    return useKey === undefined ? publish : publish.combine(useKey);
  }

  /** Messages published to the topic, per five minutes. */
  metricMessagesPublished(options?: MetricOptions): Metric {
    return this.topic.metricNumberOfMessagesPublished({ period: Duration.minutes(5), ...options });
  }

  /** Deliveries that SNS gave up, per five minutes. SNS tries queues for 23 days before it counts one. */
  metricDeliveriesFailed(options?: MetricOptions): Metric {
    return this.topic.metricNumberOfNotificationsFailed({ period: Duration.minutes(5), ...options });
  }
}
