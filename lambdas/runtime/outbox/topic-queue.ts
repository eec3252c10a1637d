import { snsLimits } from '../../../contracts/limits.ts';
import type { EpochMillis } from '../../../contracts/time.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import { bestBatchLength } from './batch-packing.ts';
import { messageBytes } from './message-size.ts';
import { isFifoTopic } from './publish-entry.ts';

/** An entry on its way to its topic. */
export interface PendingEntry {
  readonly entry: OutboxEntry;
  readonly bytes: number;
  /** Publications that failed so far. */
  attempts: number;
  /** Not to be published again before. */
  notBefore: EpochMillis;
  /** Most entries that a batch with this one may have. */
  maxCompany: number;
  /** Code of the last failure; unset before the first. */
  lastError?: string;
}

/**
 * Decides which entries of one topic may be published next.
 *
 * On a FIFO topic only the head of a group is ever handed out, so that a batch holds at most one entry of a group and
 * none passes one before it; its follower comes after {@link settle}. A standard topic keeps no order: every entry is
 * its own head.
 */
export class TopicQueue {
  readonly topicArn: string;
  readonly #heads: PendingEntry[] = [];
  readonly #followers = new Map<string, PendingEntry[]>();

  constructor(topicArn: string, entries: readonly OutboxEntry[]) {
    this.topicArn = topicArn;
    const fifo = isFifoTopic(topicArn);
    for (const entry of entries) {
      const pending: PendingEntry = {
        entry,
        bytes: messageBytes(entry.body, entry.attributes),
        attempts: 0,
        notBefore: 0 as EpochMillis,
        maxCompany: snsLimits.batchEntries,
      };
      const followers = this.#followers.get(entry.orderingKey);
      if (followers === undefined) {
        this.#heads.push(pending);
      } else {
        followers.push(pending);
      }
      if (fifo && followers === undefined) {
        this.#followers.set(entry.orderingKey, []);
      }
    }
  }

  /** Takes the next batch out of the queue, or nothing when every head is in flight or waits for its retry. */
  take(now: EpochMillis): readonly PendingEntry[] {
    const ready: PendingEntry[] = [];
    let company: number = snsLimits.batchEntries;
    for (const head of this.#heads) {
      if (ready.length === company) {
        break;
      }
      // A head that needs smaller company waits for a batch of its own; the others need not.
      if (head.notBefore <= now && ready.length < head.maxCompany) {
        ready.push(head);
        company = Math.min(company, head.maxCompany);
      }
    }
    const batch = ready.slice(0, bestBatchLength(ready.map(({ bytes }) => bytes)));
    for (const taken of batch) {
      this.#heads.splice(this.#heads.indexOf(taken), 1);
    }
    return batch;
  }

  /** Lets the follower of a published or quarantined entry go on. */
  settle(taken: PendingEntry): void {
    const next = this.#followers.get(taken.entry.orderingKey)?.shift();
    if (next !== undefined) {
      this.#heads.push(next);
    }
  }

  /** Puts an entry back at the place where it was taken; it is handed out again at its `notBefore`. */
  putBack(taken: PendingEntry): void {
    this.#heads.unshift(taken);
  }

  /** Removes the entries behind one that is given up, which must not pass it. Those of other groups stay. */
  dropFollowers(taken: PendingEntry): readonly PendingEntry[] {
    return this.#followers.get(taken.entry.orderingKey)?.splice(0) ?? [];
  }

  /** Removes whatever has not been taken. */
  dropAll(): readonly PendingEntry[] {
    return [...this.#heads.splice(0), ...[...this.#followers.values()].flatMap((group) => group.splice(0))];
  }

  /** When the first waiting head may be retried; undefined when no head waits. */
  nextRetryAt(): EpochMillis | undefined {
    const times = this.#heads.map(({ notBefore }) => notBefore);
    return times.length === 0 ? undefined : (Math.min(...times) as EpochMillis);
  }
}
