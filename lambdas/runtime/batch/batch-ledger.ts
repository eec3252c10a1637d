import type { IncomingMessage } from '../message/incoming-message.ts';
import type { Settlement } from '../message/settlement.ts';
import type { MessageQueue } from '../ports/index.ts';
import type { SqsBatchResponse } from '../sqs-event.ts';

interface SettledMessage {
  readonly message: IncomingMessage;
  readonly settlement: Settlement;
}

/** What has been decided about the messages of one batch, and what the queue has been told of it. */
export class BatchLedger {
  readonly #queue: MessageQueue;
  readonly #settled: SettledMessage[] = [];
  #told = 0;

  constructor(queue: MessageQueue) {
    this.#queue = queue;
  }

  settle(message: IncomingMessage, settlement: Settlement): void {
    this.#settled.push({ message, settlement });
  }

  /**
   * Hides kept messages for their delay, heads before their followers. Best effort: a message that cannot be hidden
   * comes back at the queue's own time-out.
   */
  async hideKept(): Promise<void> {
    await this.#hide(this.#takeUntold());
  }

  /**
   * Finishes with everything settled so far, so that a crash of the next run touches none of it: kept messages are
   * hidden, the others deleted. Best effort as well: what stays is absorbed as a duplicate.
   */
  async finishSettled(): Promise<void> {
    const untold = this.#takeUntold();
    const done = untold.filter(({ settlement }) => !settlement.kept);
    await Promise.all([this.#hide(untold), this.#delete(done.map(({ message }) => message.record.receiptHandle))]);
  }

  /** Names exactly the messages to keep: every one that was not settled as acknowledged. */
  response(messages: readonly IncomingMessage[]): SqsBatchResponse {
    const acknowledged = new Set(
      this.#settled.filter(({ settlement }) => !settlement.kept).map(({ message }) => message),
    );
    const kept = messages.filter((message) => !acknowledged.has(message));
    return { batchItemFailures: kept.map(({ record }) => ({ itemIdentifier: record.messageId })) };
  }

  #takeUntold(): readonly SettledMessage[] {
    const untold = this.#settled.slice(this.#told);
    this.#told = this.#settled.length;
    return untold;
  }

  async #hide(settled: readonly SettledMessage[]): Promise<void> {
    const changes = settled.flatMap(({ message, settlement }) =>
      settlement.kept ? [{ receiptHandle: message.record.receiptHandle, seconds: settlement.delaySeconds }] : [],
    );
    if (changes.length > 0) {
      await this.#queue.changeVisibility(changes).catch(() => undefined);
    }
  }

  async #delete(receiptHandles: readonly string[]): Promise<void> {
    if (receiptHandles.length > 0) {
      await this.#queue.delete(receiptHandles).catch(() => undefined);
    }
  }
}
