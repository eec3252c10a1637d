import type { EventAttributes } from '../../../contracts/attributes.ts';

/** One message of a batch. */
export interface PublishEntry {
  readonly body: string;
  readonly attributes: EventAttributes;
  /** Message group; FIFO topics only. */
  readonly groupId?: string;
  /** Deduplication id; FIFO topics only. */
  readonly deduplicationId?: string;
}

/** What became of one entry of a batch. */
export type PublishResult =
  | { readonly outcome: 'published' }
  /** The service did not take it, or nobody knows: publish again, consumers absorb copies. */
  | { readonly outcome: 'failed'; readonly code: string; readonly message: string }
  /** The service will never take it (too large, invalid): quarantine. */
  | { readonly outcome: 'refused'; readonly code: string; readonly message: string };

/** Topics to publish to. */
export interface TopicPublisher {
  /**
   * Publishes 1 to 10 entries in one request and answers for each, in the order given. Never throws: an error of
   * the whole request is an answer for every entry. Not idempotent: an entry that `failed` may have been published.
   */
  publishBatch(topicArn: string, entries: readonly PublishEntry[]): Promise<readonly PublishResult[]>;
}
