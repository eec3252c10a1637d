import { type IncomingMessage, identityOf } from '../message/incoming-message.ts';
import type { PendingMessage } from './lane.ts';

/** A batch, its copies folded. */
export interface FoldedBatch {
  /** The messages to handle. */
  readonly standing: readonly PendingMessage[];
  /** Copies that may be acknowledged at once, whatever becomes of those that stand for them. */
  readonly folded: readonly PendingMessage[];
}

/**
 * Folds the copies of an event that a standard queue delivers in one batch into the youngest of them. Giving them back
 * after each failure would cost every copy a receive for every attempt of every other.
 *
 * Safe wherever a process ends: the youngest is never folded, stays in the queue until it was applied or dead-lettered,
 * and expires last. It is the youngest in any batch: of two invocations that were given the same two copies, as standard
 * queues may do, neither acknowledges what the other relies on.
 *
 * On FIFO queues nothing is folded: there a copy has its place in the order of its group.
 */
export function foldCopies(messages: readonly PendingMessage[]): FoldedBatch {
  const copies = Map.groupBy(messages, ({ message }) =>
    message.fifo ? `message ${message.record.messageId}` : identityOf(message),
  );
  const standing = new Map<PendingMessage, PendingMessage>();
  for (const same of copies.values()) {
    const youngest = same.reduce((one, other) => (isYounger(other.message, one.message) ? other : one));
    const suspect = same.some(({ history }) => history.suspect);
    for (const pending of same) {
      // A queue may give one message twice: acknowledging either would delete both.
      if (pending.message.record.messageId === youngest.message.record.messageId) {
        standing.set(pending, { ...pending, history: { ...pending.history, suspect } });
      }
    }
  }
  return {
    standing: messages.flatMap((pending) => standing.get(pending) ?? []),
    folded: messages.filter((pending) => !standing.has(pending)),
  };
}

function isYounger(one: IncomingMessage, other: IncomingMessage): boolean {
  const difference = sentAt(one) - sentAt(other);
  return difference === 0 ? one.record.messageId > other.record.messageId : difference > 0;
}

const sentAt = ({ record }: IncomingMessage): number => Number(record.attributes['SentTimestamp']) || 0;
