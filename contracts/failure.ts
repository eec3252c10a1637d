/** Why the runtime gave up on a message. Codes are stable and never reworded. */
export type FailureReason =
  | 'ENVELOPE_INVALID'
  | 'EVENT_UNEXPECTED'
  | 'SCHEMA_INVALID'
  | 'MESSAGE_TOO_LARGE'
  | 'EVENT_TOO_OLD'
  | 'KEY_REUSED'
  | 'NON_RETRYABLE'
  | 'ATTEMPTS_EXHAUSTED'
  | 'CRASHED';

/** What the runtime attaches to a message that it dead-letters (`fanout-failure`). */
export interface FailureReport {
  readonly reason: FailureReason;
  /** Code of the last error, or its class name for errors that are not ours. */
  readonly error: string;
  /** Message of the last error, cut to 1,024 characters. Never a payload. */
  readonly message: string;
  /** Real runs of the handler, crashes included. 0 when it was never run. */
  readonly attempts: number;
  /** RFC 3339. */
  readonly firstFailureAt: string;
  /** RFC 3339. */
  readonly lastFailureAt: string;
  readonly consumer: string;
  readonly consumerVersion: string;
  /** Id of the message in the source queue. */
  readonly messageId: string;
  readonly eventId?: string;
  readonly traceparent?: string;
  /** RFC 3339: when the dead-letter queue's retention removes it. */
  readonly expiresAt: string;
}
