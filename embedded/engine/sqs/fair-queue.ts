import { MinHeap } from '../min-heap.ts';
import type { StoredMessage } from './message.ts';
import { NoisyTenants } from './noisy-tenants.ts';
import type { ReadyMessages } from './ready-messages.ts';

/** The visible messages of one tenant, the oldest first. Messages without a group share a lane, but not a tenant. */
interface Lane {
  readonly tenant: string | undefined;
  readonly messages: MinHeap<StoredMessage>;
}

/**
 * The messages of a standard queue: the oldest first, and those of quiet tenants before those of noisy ones, of
 * which the one with the fewest messages in flight comes first.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues-detailed.html
 */
export class FairQueue implements ReadyMessages {
  readonly #lanes = new Map<string | undefined, Lane>();
  /** Lanes by the position of their oldest message; entries whose oldest has changed are stale. */
  readonly #oldest = new MinHeap<Lane>();
  readonly #tenants = new NoisyTenants();
  readonly #place: (message: StoredMessage) => number;

  /** `place` says where a message stands when that is not where it was sent. */
  constructor(place: (message: StoredMessage) => number = ({ position }) => position) {
    this.#place = place;
  }

  enqueued({ messageGroupId }: StoredMessage, now: number): void {
    if (messageGroupId !== undefined) this.#tenants.sent(messageGroupId, now);
  }

  visible(message: StoredMessage): void {
    const lane = this.#lane(message.messageGroupId);
    lane.messages.push(this.#place(message), message);
    if (lane.messages.peek() === message) this.#list(lane);
  }

  hidden({ messageGroupId }: StoredMessage): void {
    this.#tenants.started(messageGroupId);
  }

  settled({ messageGroupId, lastReceivedAt, state }: StoredMessage, now: number): void {
    this.#tenants.ended(messageGroupId, now - lastReceivedAt, now);
    if (messageGroupId === undefined || state !== 'gone') return;
    if (this.#oldestOf(this.#lane(messageGroupId)) === undefined) {
      this.#tenants.forget(messageGroupId);
      this.#lanes.delete(messageGroupId);
    }
  }

  *take(now: number): Generator<StoredMessage> {
    const noisy: Lane[] = [];
    try {
      for (let lane = this.#nextLane(); lane !== undefined; lane = this.#nextLane()) {
        if (this.#tenants.noise(lane.tenant, now) === undefined) {
          const message = lane.messages.pop() as StoredMessage;
          this.#list(lane);
          yield message;
        } else {
          noisy.push(lane);
        }
      }
      for (let lane = this.#leastNoisy(noisy, now); lane !== undefined; lane = this.#leastNoisy(noisy, now)) {
        yield lane.messages.pop() as StoredMessage;
      }
    } finally {
      for (const lane of noisy) this.#list(lane);
    }
  }

  #lane(tenant: string | undefined): Lane {
    let lane = this.#lanes.get(tenant);
    if (lane === undefined) {
      lane = { tenant, messages: new MinHeap() };
      this.#lanes.set(tenant, lane);
    }
    return lane;
  }

  #list(lane: Lane): void {
    if (this.#oldestOf(lane) !== undefined) this.#oldest.push(lane.messages.peekKey() as number, lane);
  }

  /** The lane with the oldest message. */
  #nextLane(): Lane | undefined {
    for (let key = this.#oldest.peekKey(); key !== undefined; key = this.#oldest.peekKey()) {
      const lane = this.#oldest.pop() as Lane;
      const oldest = this.#oldestOf(lane) === undefined ? undefined : (lane.messages.peekKey() as number);
      if (oldest === key) return lane;
      // Its oldest message was deleted or has expired; a message older than the entry has an entry of its own.
      if (oldest !== undefined && oldest > key) this.#oldest.push(oldest, lane);
    }
    return undefined;
  }

  #leastNoisy(lanes: readonly Lane[], now: number): Lane | undefined {
    let least: Lane | undefined;
    let leastNoise = Number.POSITIVE_INFINITY;
    for (const lane of lanes) {
      const noise = this.#tenants.noise(lane.tenant, now) ?? 0;
      if (noise < leastNoise && this.#oldestOf(lane) !== undefined) {
        least = lane;
        leastNoise = noise;
      }
    }
    return least;
  }

  /** The oldest message of a lane; what was deleted or has expired in the meantime is dropped. */
  #oldestOf({ messages }: Lane): StoredMessage | undefined {
    while (messages.peek() !== undefined && messages.peek()?.state !== 'visible') messages.pop();
    return messages.peek();
  }
}
