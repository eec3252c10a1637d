/** A message attribute as SQS has it. Binary values are base64. */
export interface MessageAttribute {
  readonly dataType: string;
  readonly stringValue?: string;
  readonly binaryValue?: string;
}

/** Message attributes by name. */
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** A message to send as it stands. */
export interface OutgoingMessage {
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** Message group: FIFO queues need it, on standard queues it is the fair-queue tenant. */
  readonly groupId?: string;
  /** FIFO queues only. */
  readonly deduplicationId?: string;
  /** `AWSTraceHeader`, carried over when the message had one. */
  readonly traceHeader?: string;
}

/** One SQS queue. */
export interface MessageQueue {
  /** Sends one message. Not idempotent on standard queues; deduplicated for five minutes on FIFO queues. Throws when it fails. */
  send(message: OutgoingMessage): Promise<void>;
  /**
   * Deletes messages by receipt handle, any number.
   *
   * @returns the handles that the service did not confirm; those messages come back.
   */
  delete(receiptHandles: readonly string[]): Promise<readonly string[]>;
  /**
   * Hides messages for `seconds` (0 to 43,200) from now, any number. Best effort: a message that cannot be changed
   * comes back at its present time-out.
   */
  changeVisibility(changes: readonly { readonly receiptHandle: string; readonly seconds: number }[]): Promise<void>;
}
