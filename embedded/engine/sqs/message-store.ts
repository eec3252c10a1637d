import { MinHeap } from '../min-heap.ts';
import type { StoredMessage } from './message.ts';
import type { QueueCounts } from './queue-attributes.ts';
import type { ReadyMessages } from './ready-messages.ts';

/**
 * The messages of one queue and the state of each: delayed, visible, in flight, gone. Time moves a message only when
 * `advance` is called.
 */
export class MessageStore {
  readonly #messages = new Map<number, StoredMessage>();
  readonly #ready: ReadyMessages;
  /** Delayed messages and those in flight, by when they become visible; entries of another time are stale. */
  readonly #timeouts = new MinHeap<StoredMessage>();
  /** All messages by when their retention began. */
  readonly #byAge = new MinHeap<StoredMessage>();
  #delayed = 0;
  #inFlight = 0;

  constructor(ready: ReadyMessages) {
    this.#ready = ready;
  }

  get counts(): QueueCounts {
    return {
      approximateNumberOfMessages: this.#messages.size - this.#inFlight - this.#delayed,
      approximateNumberOfMessagesNotVisible: this.#inFlight,
      approximateNumberOfMessagesDelayed: this.#delayed,
    };
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** All messages, in the order of sending. */
  all(): IterableIterator<StoredMessage> {
    return this.#messages.values();
  }

  at(position: number): StoredMessage | undefined {
    return this.#messages.get(position);
  }

  /** Adds a message, whose state says whether it is delayed. */
  add(message: StoredMessage, now: number): void {
    this.#messages.set(message.position, message);
    this.#byAge.push(message.sentTimestamp, message);
    this.#ready.enqueued(message, now);
    if (message.state === 'delayed') {
      this.#delayed += 1;
      this.#timeouts.push(message.visibleAt, message);
    } else {
      this.#ready.visible(message);
    }
  }

  /** Gives out visible messages; each one must be hidden, removed or given back before the next is asked for. */
  take(now: number): Iterable<StoredMessage> {
    return this.#ready.take(now);
  }

  /** Takes back a message that was given out and stays visible. */
  giveBack(message: StoredMessage): void {
    this.#ready.visible(message);
  }

  /** Puts a visible message in flight until `visibleAt`. */
  hide(message: StoredMessage, visibleAt: number): void {
    message.state = 'inFlight';
    this.#inFlight += 1;
    this.#ready.hidden(message);
    this.showAt(message, visibleAt);
  }

  /** Sets when a delayed message or one in flight becomes visible. */
  showAt(message: StoredMessage, visibleAt: number): void {
    message.visibleAt = visibleAt;
    this.#timeouts.push(visibleAt, message);
  }

  remove(message: StoredMessage, now: number): void {
    const { state } = message;
    this.#messages.delete(message.position);
    message.state = 'gone';
    if (state === 'delayed') this.#delayed -= 1;
    if (state === 'inFlight') {
      this.#inFlight -= 1;
      this.#ready.settled(message, now);
    }
  }

  /** Makes visible what is due, and drops what is older than `retentionMs`. */
  advance(now: number, retentionMs: number): void {
    for (let due = this.nextTimeoutAt(); due !== undefined && due <= now; due = this.nextTimeoutAt()) {
      this.#show(this.#timeouts.pop() as StoredMessage, now);
    }
    for (let oldest = this.#oldest(); oldest && oldest.sentTimestamp + retentionMs <= now; oldest = this.#oldest()) {
      this.remove(oldest, now);
    }
  }

  /** When the next message becomes visible by itself. */
  nextTimeoutAt(): number | undefined {
    for (let message = this.#timeouts.peek(); message !== undefined; message = this.#timeouts.peek()) {
      const waits = message.state === 'delayed' || message.state === 'inFlight';
      if (waits && message.visibleAt === this.#timeouts.peekKey()) return message.visibleAt;
      this.#timeouts.pop();
    }
    return undefined;
  }

  /** When `advance` will have something to do. */
  nextChangeAt(retentionMs: number): number | undefined {
    const timeout = this.nextTimeoutAt() ?? Number.POSITIVE_INFINITY;
    const expiry = (this.#oldest()?.sentTimestamp ?? Number.POSITIVE_INFINITY) + retentionMs;
    const next = Math.min(timeout, expiry);
    return next === Number.POSITIVE_INFINITY ? undefined : next;
  }

  #show(message: StoredMessage, now: number): void {
    const { state } = message;
    message.state = 'visible';
    if (state === 'delayed') {
      this.#delayed -= 1;
    } else {
      this.#inFlight -= 1;
      this.#ready.settled(message, now);
    }
    this.#ready.visible(message);
  }

  #oldest(): StoredMessage | undefined {
    while (this.#byAge.peek()?.state === 'gone') this.#byAge.pop();
    return this.#byAge.peek();
  }
}
