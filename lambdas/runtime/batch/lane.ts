import { type AttemptHistory, attemptsBefore } from '../message/attempt-history.ts';
import { type IncomingMessage, identityOf } from '../message/incoming-message.ts';
import type { KeptMessage, Settlement } from '../message/settlement.ts';

/** A message that waits for its turn. */
export interface PendingMessage {
  readonly message: IncomingMessage;
  readonly history: AttemptHistory;
  /** Why its history could not be read, if so: it must not run. */
  readonly unreadable?: unknown;
}

/**
 * Messages of one batch that must be handled one after another: on FIFO queues a message group, on standard queues one
 * message, even if the queue gave it twice. After a message that is kept, the rest of its lane is held back.
 */
export class Lane {
  readonly #upToSuspect: readonly PendingMessage[];
  readonly #fromSuspect: readonly PendingMessage[];
  readonly #applied = new Set<string>();
  #head: KeptMessage | undefined;

  constructor(messages: readonly PendingMessage[]) {
    const suspect = messages.findIndex(({ history }) => history.suspect);
    const split = suspect === -1 ? messages.length : suspect;
    this.#upToSuspect = messages.slice(0, split);
    this.#fromSuspect = messages.slice(split);
  }

  /** The messages before the first suspect: they may run beside other lanes. */
  get upToSuspect(): readonly PendingMessage[] {
    return this.#upToSuspect;
  }

  /** The first suspect and what must not overtake it: they run alone. */
  get fromSuspect(): readonly PendingMessage[] {
    return this.#fromSuspect;
  }

  /** Attempts on the first suspect so far. */
  get suspectAttempts(): number {
    const [suspect] = this.#fromSuspect;
    return suspect === undefined ? 0 : attemptsBefore(suspect.history);
  }

  /** What the earlier messages of the lane decide about this one. */
  decided({ message, history }: PendingMessage): Settlement | undefined {
    const attempt = attemptsBefore(history);
    if (this.#head !== undefined) {
      return { kept: true, outcome: 'held-back', attempt, delaySeconds: this.#head.delaySeconds };
    }
    return this.#applied.has(identityOf(message)) ? { kept: false, outcome: 'duplicate', attempt } : undefined;
  }

  /** Takes down what became of a message. */
  settle({ message }: PendingMessage, settlement: Settlement): void {
    if (settlement.kept) {
      this.#head ??= settlement;
    } else if (settlement.outcome !== 'dead-lettered') {
      this.#applied.add(identityOf(message));
    }
  }
}

/** Parts a batch into lanes, in the order of their first messages. */
export function arrangeLanes(messages: readonly PendingMessage[]): readonly Lane[] {
  return [...Map.groupBy(messages, laneKey).values()].map((inLane) => new Lane(inLane));
}

const laneKey = ({ message }: PendingMessage): string =>
  message.fifo ? `group ${message.group}` : `message ${message.record.messageId}`;
