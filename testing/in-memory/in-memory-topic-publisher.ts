import type { PublishEntry, PublishResult, TopicPublisher } from '../../lambdas/runtime/ports/index.ts';

/** A message that a topic took. */
export interface PublishedMessage extends PublishEntry {
  readonly topicArn: string;
}

/** Decides about one entry; undefined publishes it. Called in the order of the entries. */
export type PublishFault = (topicArn: string, entry: PublishEntry) => PublishResult | undefined;

/** A topic publisher that keeps what it took, in order, and fails as it is told to. */
export class InMemoryTopicPublisher implements TopicPublisher {
  /** Every message taken, copies included. */
  readonly published: PublishedMessage[] = [];
  /** Entries of each request, in order of the requests. */
  readonly requests: (readonly PublishEntry[])[] = [];
  readonly #fault: PublishFault;

  constructor(fault: PublishFault = () => undefined) {
    this.#fault = fault;
  }

  async publishBatch(topicArn: string, entries: readonly PublishEntry[]): Promise<readonly PublishResult[]> {
    this.requests.push(entries);
    return entries.map((entry) => {
      const result = this.#fault(topicArn, entry) ?? { outcome: 'published' };
      if (result.outcome === 'published') {
        this.published.push({ ...entry, topicArn });
      }
      return result;
    });
  }
}
