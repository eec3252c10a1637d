import type { StoredMessage } from './message.ts';

/** The messages of a queue that can be received, in the order in which they should be. */
export interface ReadyMessages {
  /** A new message came, visible or delayed. Called in the order of positions. */
  enqueued(message: StoredMessage, now: number): void;
  /** A message became visible: at once, after its delay, or after its visibility timeout. */
  visible(message: StoredMessage): void;
  /** A message went in flight. */
  hidden(message: StoredMessage): void;
  /** A message is no longer in flight: visible again, as `visible` then says too, or gone. */
  settled(message: StoredMessage, now: number): void;
  /**
   * Gives out messages for one receive. The caller hides or removes each one before it asks for the next, and stops
   * when it has enough.
   */
  take(now: number): Iterable<StoredMessage>;
}
