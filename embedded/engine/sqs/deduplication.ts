import { createHash } from 'node:crypto';
import { sqsLimits } from './limits.ts';
import type { SentMessage } from './message.ts';

/**
 * What a FIFO queue or topic took in the last five minutes. A copy is answered with the first message's ids and goes nowhere, also
 * when the first one has been received and deleted since.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html
 */
export class Deduplication {
  /** In the order of acceptance, which is the order of expiry. */
  readonly #accepted = new Map<string, { readonly sent: SentMessage; readonly until: number }>();

  /** What was answered for the first message under `key`, while its interval lasts. */
  find(key: string, now: number): SentMessage | undefined {
    this.#expire(now);
    return this.#accepted.get(key)?.sent;
  }

  accept(key: string, sent: SentMessage, now: number): void {
    this.#accepted.set(key, { sent, until: now + sqsLimits.deduplicationMs });
  }

  #expire(now: number): void {
    for (const [key, { until }] of this.#accepted) {
      if (until > now) return;
      this.#accepted.delete(key);
    }
  }
}

/** The deduplication id of a message that has none, where content-based deduplication is on: the body's SHA-256, attributes left out. */
export const contentDeduplicationId = (body: string): string => createHash('sha256').update(body).digest('hex');
