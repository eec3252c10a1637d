import { Duration, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  type QueueProps,
  type RedriveAllowPolicy,
  RedrivePermission,
} from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { physicalName } from './physical-name.ts';
import { DEAD_LETTER_RETENTION } from './retention.ts';

/** Options for {@link subscriberQueues}. */
export interface SubscriberQueuesOptions {
  readonly fifo: boolean;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  readonly maxReceiveCount: number;
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** The three queues of a subscriber, all of the topic's kind. */
export interface SubscriberQueues {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly subscriptionDeadLetterQueue: Queue;
}

/**
 * Defines queue, dead-letter queue and subscription dead-letter queue: encrypted, TLS only, retained.
 *
 * Only the queue may use the dead-letter queue. The subscription's dead-letter queue is always under SQS's own key: when
 * the customer's key is disabled, deliveries fail and have to go somewhere that still works.
 */
export function subscriberQueues(scope: Construct, options: SubscriberQueuesOptions): SubscriberQueues {
  const { fifo, encryptionKey, removalPolicy } = options;
  const common: QueueProps = {
    ...(fifo && {
      fifo,
      contentBasedDeduplication: false,
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
    }),
    enforceSSL: true,
    removalPolicy,
  };
  const encryption: QueueProps =
    encryptionKey === undefined
      ? { encryption: QueueEncryption.SQS_MANAGED }
      : { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey };

  const queueName = physicalName(scope, { fifo });
  const deadLetterQueue = new Queue(scope, 'DeadLetterQueue', {
    ...common,
    ...encryption,
    retentionPeriod: DEAD_LETTER_RETENTION,
    redriveAllowPolicy: onlyQueueNamed(scope, queueName),
  });
  const queue = new Queue(scope, 'Queue', {
    ...common,
    ...encryption,
    queueName,
    visibilityTimeout: Duration.seconds(options.visibilityTimeoutSeconds),
    retentionPeriod: Duration.seconds(options.retentionSeconds),
    deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: options.maxReceiveCount },
  });
  const subscriptionDeadLetterQueue = new Queue(scope, 'SubscriptionDeadLetterQueue', {
    ...common,
    encryption: QueueEncryption.SQS_MANAGED,
    retentionPeriod: DEAD_LETTER_RETENTION,
  });
  Validations.of(subscriptionDeadLetterQueue).acknowledge({
    id: 'AwsSolutions-SQS3',
    reason:
      'It is a dead-letter queue itself, of the SNS subscription; the rule sees those of queues only. SubscriptionDeadLetterAlarm watches it.',
  });
  return { queue, deadLetterQueue, subscriptionDeadLetterQueue };
}

/** By name, because the queue itself refers to its dead-letter queue. */
function onlyQueueNamed(scope: Construct, queueName: string): RedriveAllowPolicy {
  const queueArn = Stack.of(scope).formatArn({ service: 'sqs', resource: queueName });
  return {
    redrivePermission: RedrivePermission.BY_QUEUE,
    sourceQueues: [Queue.fromQueueArn(scope, 'RedriveSource', queueArn)],
  };
}
