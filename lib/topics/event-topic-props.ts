import type { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { FifoThroughputScope, TracingConfig } from 'aws-cdk-lib/aws-sns';
import type { TopicDefinition } from '../../contracts/event.ts';

/** Props for {@link EventTopic}. */
export interface EventTopicProps {
  /** Logical name, events and order; whether the topic is FIFO follows from it. */
  readonly definition: TopicDefinition;
  /**
   * Key for messages at rest. Must not be the key of a subscriber's queues: key, policy and topic would form a cycle.
   * Publishers of other accounts need one.
   *
   * @default - the account's `alias/aws/sns`
   */
  readonly encryptionKey?: IKey;
  /**
   * Largest message, body and attributes together, 1,024 to 1,048,576 bytes. Above 262,144 the topic has at most 100
   * subscriptions, all of them queues, functions or delivery streams.
   *
   * @default 262144
   */
  readonly maxMessageSizeBytes?: number;
  /**
   * Whether SNS sends segments to X-Ray for messages that carry a sampled trace header. With `ACTIVE` the construct also
   * sees to the resource policy that X-Ray wants for it.
   *
   * @default TracingConfig.PASS_THROUGH
   */
  readonly tracingConfig?: TracingConfig;
  /**
   * Whether active tracing defines the X-Ray resource policy, one for all topics of the stack. Say `false` where the account
   * has one for SNS: it can have five in a Region.
   *
   * @default true
   */
  readonly definesTraceAccess?: boolean;
  /**
   * Whether deliveries that fail are logged, with the answer of the queue. Defines the log group that SNS writes to, and a
   * role that may write there.
   *
   * @default false
   */
  readonly logsDeliveryFailures?: boolean;
  /**
   * FIFO topics only: whether the quota of a FIFO topic counts for the topic or for each message group. Cannot be taken
   * back from `MESSAGE_GROUP`.
   *
   * @default FifoThroughputScope.TOPIC
   */
  readonly fifoThroughputScope?: FifoThroughputScope;
  /**
   * FIFO topics only: whether SNS makes a deduplication id out of the body when a publisher gives none. Fanout's relay
   * always gives one, the event id.
   *
   * @default false
   */
  readonly contentBasedDeduplication?: boolean;
  /**
   * FIFO topics only: how long SNS keeps messages for a replay, 1 to 365 whole days. Subscribers remember what they
   * applied for as long. Taking it away deletes the archive. The topic outlives its stack, because SNS deletes none that
   * has an archive.
   *
   * @default - no archive
   */
  readonly archiveRetention?: Duration;
}

/** What is known of a topic that another app made. */
export interface EventTopicAttributes {
  readonly topicArn: string;
  /** The definition that the other app gave its topic. */
  readonly definition: TopicDefinition;
  /**
   * The topic's own key, for grants to publishers.
   *
   * @default - the account's `alias/aws/sns`, or publishers are granted the key elsewhere
   */
  readonly encryptionKey?: IKey;
  /**
   * Largest message of the topic, 1,024 to 1,048,576 bytes.
   *
   * @default 262144
   */
  readonly maxMessageSizeBytes?: number;
  /**
   * How long the topic archives messages for a replay, 1 to 365 whole days.
   *
   * @default - no archive
   */
  readonly archiveRetention?: Duration;
}
