/** Where messages go that were received too often. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  /** Receives before the move, 1 to 1000. */
  readonly maxReceiveCount: number;
}

/** Which queues may name this one as their dead-letter queue. */
export interface RedriveAllowPolicy {
  readonly redrivePermission: 'allowAll' | 'denyAll' | 'byQueue';
  /** With `byQueue` only: 1 to 10 ARNs. */
  readonly sourceQueueArns?: readonly string[];
}

/** What a queue is set to, in AWS's words. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export interface QueueAttributes {
  /** 0 to 900 seconds. */
  readonly delaySeconds: number;
  /** 1,024 to 1,048,576 bytes. */
  readonly maximumMessageSize: number;
  /** 60 to 1,209,600 seconds. */
  readonly messageRetentionPeriod: number;
  /** 0 to 20 seconds. */
  readonly receiveMessageWaitTimeSeconds: number;
  /** 0 to 43,200 seconds. */
  readonly visibilityTimeout: number;
  readonly redrivePolicy?: RedrivePolicy;
  readonly redriveAllowPolicy?: RedriveAllowPolicy;
  /** Cannot be changed later. */
  readonly fifoQueue: boolean;
  readonly contentBasedDeduplication: boolean;
  readonly deduplicationScope: 'queue' | 'messageGroup';
  readonly fifoThroughputLimit: 'perQueue' | 'perMessageGroupId';
}

/** AWS's defaults. */
export const DEFAULT_ATTRIBUTES: QueueAttributes = {
  delaySeconds: 0,
  maximumMessageSize: 1_048_576,
  messageRetentionPeriod: 345_600,
  receiveMessageWaitTimeSeconds: 0,
  visibilityTimeout: 30,
  fifoQueue: false,
  contentBasedDeduplication: false,
  deduplicationScope: 'queue',
  fifoThroughputLimit: 'perQueue',
};

/** How many messages a queue holds, in AWS's words. */
export interface QueueCounts {
  readonly approximateNumberOfMessages: number;
  readonly approximateNumberOfMessagesNotVisible: number;
  readonly approximateNumberOfMessagesDelayed: number;
}
