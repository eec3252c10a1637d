const KIB = 1024;

/** Quotas of SQS. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-quotas.html */
export const sqsLimits = {
  /** Size of a message, and of all messages of a batch together. */
  maxMessageBytes: 1024 * KIB,
  minMaximumMessageSize: KIB,
  maxMessageAttributes: 10,
  maxAttributeNameLength: 256,
  maxAttributeTypeLength: 256,
  maxMessagesPerReceive: 10,
  maxWaitTimeSeconds: 20,
  maxDelaySeconds: 900,
  maxVisibilityTimeoutSeconds: 43_200,
  minRetentionSeconds: 60,
  maxRetentionSeconds: 1_209_600,
  maxInFlight: 120_000,
  maxReceiveCount: 1_000,
  maxRedriveSources: 10,
  /** Deduplication interval of a send, and of a receive by its attempt id. */
  deduplicationMs: 300_000,
  /** A queue's name cannot be used again for this long, nor can the queue be purged again. */
  recentlyMs: 60_000,
  /** Send calls of a FIFO queue, or of a group of it where the limit is per group. */
  fifoCallsPerSecond: 300,
  maxMovedPerSecond: 500,
  maxMoveTaskMs: 36 * 3_600_000,
  maxActiveMoveTasks: 100,
  maxListedMoveTasks: 10,
} as const;
