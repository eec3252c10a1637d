import { MinHeap } from '../min-heap.ts';
import type { StoredMessage } from './message.ts';
import type { ReadyMessages } from './ready-messages.ts';

interface Group {
  readonly id: string;
  /** In the order of sending, those in flight included; what is gone stays until it is at the head. */
  messages: StoredMessage[];
  head: number;
  inFlight: number;
}

/**
 * The message groups of a FIFO queue. A group that has a message in flight gives nothing; one receive may take
 * several messages of a group, in order, and takes as many of one group as it can before it turns to the next.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export class FifoGroups implements ReadyMessages {
  readonly #groups = new Map<string, Group>();
  /** Groups by the position of their head; an entry whose head is gone or locked since is stale. */
  readonly #open = new MinHeap<Group>();

  enqueued(message: StoredMessage): void {
    const id = message.messageGroupId as string;
    const group = this.#groups.get(id);
    if (group === undefined) this.#groups.set(id, { id, messages: [message], head: 0, inFlight: 0 });
    else group.messages.push(message);
  }

  visible(message: StoredMessage): void {
    const group = this.#groupOf(message);
    if (headOf(group) === message) this.#offer(group);
  }

  hidden(message: StoredMessage): void {
    this.#groupOf(message).inFlight += 1;
  }

  settled(message: StoredMessage): void {
    const group = this.#groupOf(message);
    group.inFlight -= 1;
    this.#offer(group);
  }

  *take(): Generator<StoredMessage> {
    for (let group = this.#nextOpen(); group !== undefined; group = this.#nextOpen()) {
      try {
        for (let index = group.head; index < group.messages.length; index += 1) {
          const message = group.messages[index] as StoredMessage;
          if (message.state === 'visible') yield message;
        }
      } finally {
        this.#offer(group);
      }
    }
  }

  #groupOf(message: StoredMessage): Group {
    return this.#groups.get(message.messageGroupId as string) as Group;
  }

  /** Lists a group whose head can be received, and forgets one that is empty. */
  #offer(group: Group): void {
    const head = headOf(group);
    if (head === undefined) {
      if (this.#groups.get(group.id) === group) this.#groups.delete(group.id);
    } else if (group.inFlight === 0 && head.state === 'visible') {
      this.#open.push(head.position, group);
    }
  }

  #nextOpen(): Group | undefined {
    for (let key = this.#open.peekKey(); key !== undefined; key = this.#open.peekKey()) {
      const group = this.#open.pop() as Group;
      const head = headOf(group);
      if (head === undefined || head.position > key) this.#offer(group);
      else if (group.inFlight === 0 && head.state === 'visible' && head.position === key) return group;
    }
    return undefined;
  }
}

const COMPACT_AT = 64;

/** The group's first message that is not gone. */
function headOf(group: Group): StoredMessage | undefined {
  while (group.messages[group.head]?.state === 'gone') group.head += 1;
  if (group.head >= COMPACT_AT && group.head * 2 > group.messages.length) {
    group.messages = group.messages.slice(group.head);
    group.head = 0;
  }
  return group.messages[group.head];
}
