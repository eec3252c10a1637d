import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { EventDefinition } from '../contracts/event.ts';
import type { ConsumerProps } from './consumer-props.ts';
import type { IEventTopic } from './event-topic-base.ts';
import type { Inbox } from './inbox.ts';
import type { Outbox } from './outbox.ts';

/** Props for {@link Subscriber}. */
export interface SubscriberProps {
  /**
   * Consumer name, unique in the inbox: 1 to 64 lower-case letters, digits and hyphens. Part of every idempotency key, so
   * a changed name applies redelivered events again.
   */
  readonly name: string;
  /** Whether the queues are FIFO follows from it. */
  readonly topic: IEventTopic;
  /**
   * Events of the topic that are wanted; the subscription is filtered by their types.
   *
   * @default - all, also those added to the topic later
   */
  readonly events?: readonly EventDefinition[];
  /** Where the consumer keeps what it has done. */
  readonly inbox: Inbox;
  /**
   * Where the consumer puts events that it emits.
   *
   * @default - none; the consumer emits nothing
   */
  readonly outbox?: Outbox;
  readonly consumer: ConsumerProps;
  /**
   * How long the queue keeps a message, 1 hour to 13 days: less than the dead-letter queue's 14 days, because on standard
   * queues the clock goes on from the first queue to the second.
   *
   * @default Duration.days(4)
   */
  readonly retentionPeriod?: Duration;
  /**
   * Key of the queue and its dead-letter queue. Must not be the topic's key.
   *
   * @default - SQS's own
   */
  readonly encryptionKey?: IKey;
  /**
   * Age of the oldest message in the queue that is worth an alarm, at least 1 minute and less than the retention period.
   *
   * @default - 1 hour, at most half the retention period
   */
  readonly oldestMessageAlarmAfter?: Duration;
  /**
   * Who is told when dead letters arrive or the queue gets old.
   *
   * @default - nobody; the alarms change their state only
   */
  readonly alarmActions?: readonly IAlarmAction[];
  /**
   * What becomes of the queues and the logs when the stack goes.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}
