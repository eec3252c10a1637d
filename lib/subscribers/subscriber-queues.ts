import { Duration, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  DeduplicationScope,
  FifoThroughputLimit,
  type IQueue,
  Queue,
  QueueEncryption,
  type QueueProps,
  type RedriveAllowPolicy,
  RedrivePermission,
} from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { physicalName } from '../physical-name.ts';
import { DEAD_LETTER_RETENTION } from '../retention.ts';
import { explainToRulePacks } from '../rule-packs.ts';

/** A queue and where its messages go that cannot be handled. */
export interface ConsumedQueues {
  readonly queue: IQueue;
  readonly deadLetterQueue: IQueue;
}

/** Options for {@link consumedQueues}. */
export interface ConsumedQueuesOptions {
  readonly fifo: boolean;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  readonly maxReceiveCount: number;
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** Defines queue and dead-letter queue: encrypted, TLS only, retained. Only the queue may use the dead-letter queue. */
export function consumedQueues(scope: Construct, options: ConsumedQueuesOptions): ConsumedQueues {
  const { fifo, encryptionKey } = options;
  const common = { ...queueProps(options), ...encryptionBy(encryptionKey) };
  const queueName = physicalName(scope, { fifo });
  const deadLetterQueue = new Queue(scope, 'DeadLetterQueue', {
    ...common,
    retentionPeriod: DEAD_LETTER_RETENTION,
    redriveAllowPolicy: onlyQueueNamed(scope, queueName),
  });
  explainToRulePacks(deadLetterQueue, 'SQSRedrivePolicy', 'It is the dead-letter queue.');
  const queue = new Queue(scope, 'Queue', {
    ...common,
    queueName,
    visibilityTimeout: Duration.seconds(options.visibilityTimeoutSeconds),
    retentionPeriod: Duration.seconds(options.retentionSeconds),
    deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: options.maxReceiveCount },
  });
  return { queue, deadLetterQueue };
}

/**
 * Defines the dead-letter queue of a subscription.
 *
 * It is always under SQS's own key: when the customer's key is disabled, deliveries fail and have to go somewhere that
 * still works.
 */
export function subscriptionDeadLetterQueue(
  scope: Construct,
  options: Pick<ConsumedQueuesOptions, 'fifo' | 'removalPolicy'> & Pick<QueueProps, 'queueName'>,
): Queue {
  const queue = new Queue(scope, 'SubscriptionDeadLetterQueue', {
    ...queueProps(options),
    queueName: options.queueName,
    ...encryptionBy(undefined),
    retentionPeriod: DEAD_LETTER_RETENTION,
  });
  Validations.of(queue).acknowledge({
    id: 'AwsSolutions-SQS3',
    reason:
      'It is a dead-letter queue itself, of the SNS subscription; the rule sees those of queues only. SubscriptionDeadLetterAlarm watches it.',
  });
  explainToRulePacks(queue, 'SQSRedrivePolicy', 'It is the dead-letter queue of the SNS subscription.');
  return queue;
}

const queueProps = ({ fifo, removalPolicy }: Pick<ConsumedQueuesOptions, 'fifo' | 'removalPolicy'>): QueueProps => ({
  ...(fifo && {
    fifo,
    contentBasedDeduplication: false,
    deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
    fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
  }),
  enforceSSL: true,
  removalPolicy,
});

const encryptionBy = (key: IKey | undefined): QueueProps =>
  key === undefined
    ? { encryption: QueueEncryption.SQS_MANAGED }
    : { encryption: QueueEncryption.KMS, encryptionMasterKey: key };

/** By name, because the queue itself refers to its dead-letter queue. */
function onlyQueueNamed(scope: Construct, queueName: string): RedriveAllowPolicy {
  const queueArn = Stack.of(scope).formatArn({ service: 'sqs', resource: queueName });
  return {
    redrivePermission: RedrivePermission.BY_QUEUE,
    sourceQueues: [Queue.fromQueueArn(scope, 'RedriveSource', queueArn)],
  };
}
