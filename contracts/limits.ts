const KIB = 1024;

/** SQS quotas. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const sqsLimits = {
  batchEntries: 10,
  maxMessageBytes: 1024 * KIB,
  maxVisibilityTimeoutSeconds: 43_200,
  maxRetentionSeconds: 1_209_600,
  minRetentionSeconds: 60,
  maxMessageAttributes: 10,
} as const;

/** SNS quotas. https://docs.aws.amazon.com/general/latest/gr/sns.html */
export const snsLimits = {
  batchEntries: 10,
  /** Size of a message and of a whole batch unless the topic says otherwise. */
  defaultMaxMessageBytes: 256 * KIB,
  /** Bounds of what a topic may say. https://docs.aws.amazon.com/sns/latest/dg/large-message-payloads.html */
  minMaxMessageBytes: KIB,
  maxMaxMessageBytes: 1024 * KIB,
  /** Of FIFO topics. https://docs.aws.amazon.com/sns/latest/dg/fifo-message-archiving-replay.html */
  maxArchiveDays: 365,
  /** Every started 64 KiB is billed as one request. */
  billedChunkBytes: 64 * KIB,
  filterPolicyKeys: 5,
  filterPolicyCombinations: 150,
  /** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
  filterPolicyBytes: 256 * KIB,
  /** Quota that AWS raises on request. */
  filterPoliciesPerTopic: 200,
  /** Delivery to SQS is retried for 23 days. https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html */
  deliveryRetrySeconds: 23 * 86_400,
} as const;

/** DynamoDB quotas. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
export const dynamoDbLimits = {
  transactionActions: 100,
  transactionBytes: 4 * KIB * KIB,
  batchWriteActions: 25,
  maxItemBytes: 400 * KIB,
} as const;

/** Lambda quotas. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const lambdaLimits = {
  maxTimeoutSeconds: 900,
  /** Visibility timeout of a source queue, in function time-outs. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
  visibilityToTimeoutRatio: 6,
  maxBatchingWindowSeconds: 300,
  minMaximumConcurrency: 2,
  maxMaximumConcurrency: 1_000,
  /** Provisioned pollers of a queue's mapping: least of both, most of the minimum, most of the maximum. */
  minPollers: 2,
  maxMinimumPollers: 200,
  maxMaximumPollers: 2_000,
} as const;
