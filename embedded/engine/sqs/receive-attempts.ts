import { ServiceError } from '../service-error.ts';
import { sqsLimits } from './limits.ts';
import type { StoredMessage } from './message.ts';

interface Attempt {
  readonly messages: readonly { readonly message: StoredMessage; readonly receiveCount: number }[];
  visibleAt: number;
  readonly until: number;
}

/**
 * What recent receives from a FIFO queue gave, by `ReceiveRequestAttemptId`, so that a receive whose answer was lost can be
 * repeated. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
export class ReceiveAttempts {
  /** In the order of the receives, which is the order of expiry. */
  readonly #attempts = new Map<string, Attempt>();

  remember(id: string, messages: readonly StoredMessage[], visibleAt: number, now: number): void {
    const given = messages.map((message) => ({ message, receiveCount: message.receiveCount }));
    this.#attempts.delete(id);
    this.#attempts.set(id, { messages: given, visibleAt, until: now + sqsLimits.deduplicationMs });
  }

  /**
   * The messages of the earlier receive with this id, until they are visible again. Their visibility timeout starts anew,
   * which the caller sees to.
   *
   * @throws ServiceError `InvalidParameterValue` when one of them was deleted or its visibility changed.
   */
  repeat(id: string, visibleAt: number, now: number): readonly StoredMessage[] | undefined {
    this.#expire(now);
    const attempt = this.#attempts.get(id);
    if (attempt === undefined || attempt.messages.length === 0 || attempt.visibleAt <= now) return undefined;
    const untouched = attempt.messages.every(
      ({ message, receiveCount }) =>
        message.state === 'inFlight' &&
        message.receiveCount === receiveCount &&
        message.visibleAt === attempt.visibleAt,
    );
    if (!untouched) {
      throw new ServiceError(
        'InvalidParameterValue',
        `receiveRequestAttemptId '${id}' is that of a receive whose messages were changed since; use another one`,
      );
    }
    attempt.visibleAt = visibleAt;
    return attempt.messages.map(({ message }) => message);
  }

  #expire(now: number): void {
    for (const [id, { until }] of this.#attempts) {
      if (until > now) return;
      this.#attempts.delete(id);
    }
  }
}
