import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { EventDefinition } from '../../contracts/event.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { IOutbox } from '../outbox/outbox-base.ts';
import type { IEventTopic } from '../topics/event-topic-base.ts';
import type { BodyFilter } from './body-filter.ts';
import type { ConsumerProps, FunctionConsumerProps } from './consumer-props.ts';
import type { UndeliveredQueue } from './undelivered-queue.ts';

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
   * Events of the topic that are wanted: definitions, types, and patterns of types. In a pattern `*` is one word and `#`
   * any number of words; a pattern must match at least one declared event, and stands for those that it matches. One that
   * ends with `#` after plain words, as `order.#`, is left open: it takes events that are declared later as well.
   *
   * @default - all, also those added to the topic later
   */
  readonly events?: readonly (EventDefinition | string)[];
  /**
   * Conditions on the payload, as in SNS's filter policies:
   * `{ totalCents: [{ numeric: ['>', 10_000] }] }`. SNS bills filters on bodies by the gigabyte.
   *
   * @default - none; filters are on attributes, which is free
   */
  readonly bodyFilter?: BodyFilter;
  /**
   * Whether messages come as they were published. Handlers made by `lambdaConsumer` need it.
   *
   * @default true
   */
  readonly rawMessageDelivery?: boolean;
  /**
   * Where the consumer keeps what it has done.
   *
   * @default - one that the stack's subscribers share, with `code`; none with a function of your own
   */
  readonly inbox?: Inbox;
  /**
   * Where the consumer puts events that it emits as outbox entries.
   *
   * @default - none; the consumer emits nothing, or events that ride in items
   */
  readonly outbox?: IOutbox;
  /**
   * What handles the messages: code for a function that is defined for it, or a function of your own.
   *
   * @default - none; grant a container or another consumer with `grantConsume`
   */
  readonly consumer?: ConsumerProps | FunctionConsumerProps;
  /**
   * A queue that exists, instead of one that is defined. It must be of the topic's kind. The policy of an imported queue
   * cannot be changed: a warning says which statement it must have, as does `deliveryStatement`.
   *
   * @default - a queue is defined
   */
  readonly queue?: IQueue;
  /**
   * The dead-letter queue of `queue`.
   *
   * @default - what `queue` says; an imported one does not
   */
  readonly deadLetterQueue?: IQueue;
  /**
   * How long the queue hides a message that was received, at most 12 hours. With a function at least six times its
   * time-out, and the batching window.
   *
   * @default - with a function that sum; without one 5 minutes
   */
  readonly visibilityTimeout?: Duration;
  /**
   * Receives before SQS dead-letters a message, 1 to 1,000, with a function at least 5. Handlers made by `lambdaConsumer`
   * count attempts instead (`maxAttempts`), and this is derived.
   *
   * @default 5
   */
  readonly maxReceiveCount?: number;
  /**
   * How long the queue keeps a message, 1 hour to 13 days: less than the dead-letter queue's 14 days, because on standard
   * queues the clock goes on from the first queue to the second. Of an imported queue: how long it does.
   *
   * @default Duration.days(4); of a queue that exists and is not imported what it says
   */
  readonly retentionPeriod?: Duration;
  /**
   * How long an imported dead-letter queue keeps a message, 1 minute to 14 days. Alarms and failure reports count by it.
   *
   * @default Duration.days(14); of a queue that exists and is not imported what it says
   */
  readonly deadLetterRetentionPeriod?: Duration;
  /**
   * Key of the queue and its dead-letter queue. Must not be the topic's key.
   *
   * @default - SQS's own
   */
  readonly encryptionKey?: IKey;
  /**
   * Where messages go that SNS cannot deliver, when the topic is in another Region: an {@link UndeliveredQueue} in a stack
   * of the topic's Region. Needed there, and for nothing else.
   *
   * @default - a queue that is defined here
   */
  readonly undelivered?: UndeliveredQueue;
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
