/** Environment variables that the constructs set and the Lambda entry points read. */
export const environmentNames = {
  /** Consumer or producer name: part of every idempotency key, so it must stay the same over deployments. */
  consumer: 'FANOUT_CONSUMER',
  /** Version of the consumer's code, quoted in failure reports. */
  consumerVersion: 'FANOUT_CONSUMER_VERSION',
  inboxTable: 'FANOUT_INBOX_TABLE',
  outboxTable: 'FANOUT_OUTBOX_TABLE',
  /** Where the item relay keeps what no topic will take; key schema of the outbox. */
  quarantineTable: 'FANOUT_QUARANTINE_TABLE',
  sourceQueueUrl: 'FANOUT_SOURCE_QUEUE_URL',
  deadLetterQueueUrl: 'FANOUT_DEAD_LETTER_QUEUE_URL',
  /** Retention of the dead-letter queue in seconds. */
  deadLetterRetentionSeconds: 'FANOUT_DEAD_LETTER_RETENTION_SECONDS',
  /** Real runs of the handler before a message is dead-lettered. */
  maxAttempts: 'FANOUT_MAX_ATTEMPTS',
  /** Life of inbox records in seconds: longer than every way back to the consumer. */
  inboxHorizonSeconds: 'FANOUT_INBOX_HORIZON_SECONDS',
  /** Messages handled at the same time in one invocation. */
  concurrency: 'FANOUT_CONCURRENCY',
  /** Largest body that a consumer takes, in bytes; what its topic allows. */
  maxMessageBytes: 'FANOUT_MAX_MESSAGE_BYTES',
  /** JSON object: logical topic name to topic ARN. */
  topicArns: 'FANOUT_TOPIC_ARNS',
  /** Age in seconds from which the sweeper publishes an entry that the relay left. */
  sweepAfterSeconds: 'FANOUT_SWEEP_AFTER_SECONDS',
} as const;

/** The variables of a process; entry points pass `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;
