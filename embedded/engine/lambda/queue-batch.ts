import type { QueueMessage } from './queue-record.ts';

/** A batch of messages to invoke the function with. */
export interface QueueBatch {
  /** The event, as JSON: what the function gets is its own. */
  readonly payload: string;
  readonly messages: readonly QueueMessage[];
  /** When the first of its messages was received. */
  readonly receivedAt: number;
}

/** A message and its record. */
export interface GatheredMessage {
  readonly message: QueueMessage;
  readonly receivedAt: number;
  readonly record: string;
}

/** A batch that could not be run, and when it is tried again. */
export interface ThrottledBatch {
  readonly batch: QueueBatch;
  readonly retryAt: number;
  /** When the first of its messages can be received again: it is dropped then. */
  readonly visibleAt: number;
  readonly throttles: number;
}
