import { MinHeap } from '../min-heap.ts';
import { ServiceError } from '../service-error.ts';
import type { Delivery, DeliveryFate, DeliveryFault } from './delivery.ts';
import type { Notification } from './message.ts';
import { delayBefore, MAX_ATTEMPTS } from './retry-policy.ts';
import type { Subscription } from './subscription.ts';

/** How deliveries reach the world. */
export interface DeliveryPort {
  /** Hands a notification to the subscription's endpoint. Throws {@link ServiceError} when that does not take it. */
  handOver(delivery: Delivery): void;
  /** Called for what cannot be delivered, with the reason; nobody will try again. */
  giveUp(delivery: Delivery, reason: string): void;
  /** Whether the subscription still exists. */
  isSubscribed(subscription: Subscription): boolean;
  readonly fault?: DeliveryFault;
}

/** What is due: another attempt, or the arrival of a late copy. */
interface Due {
  readonly delivery: Delivery;
  readonly arrives: boolean;
}

/**
 * The messages on their way. On FIFO topics a message waits for those before it in its group, per subscription; a message
 * that is given up lets the next one go on.
 * https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html
 */
export class Deliveries {
  readonly #port: DeliveryPort;
  readonly #due = new MinHeap<Due>();
  /** Per subscription and group of a FIFO topic: the message that is tried, and those that wait for it. */
  readonly #lanes = new Map<string, Delivery[]>();

  constructor(port: DeliveryPort) {
    this.#port = port;
  }

  start(notification: Notification, subscription: Subscription, now: number): void {
    const delivery = { notification, subscription, attempts: 0 };
    const lane = laneOf(delivery);
    if (lane === undefined) {
      this.#attempt(delivery, now);
      return;
    }
    const waiting = this.#lanes.get(lane);
    if (waiting === undefined) {
      this.#lanes.set(lane, [delivery]);
      this.#attempt(delivery, now);
    } else {
      waiting.push(delivery);
    }
  }

  /** Does what is due up to `now`, in the order of time. */
  advance(now: number): void {
    for (let at = this.#due.peekKey(); at !== undefined && at <= now; at = this.#due.peekKey()) {
      const { delivery, arrives } = this.#due.pop() as Due;
      if (arrives) this.#handOver(delivery);
      else this.#attempt(delivery, at);
    }
  }

  nextChangeAt(): number | undefined {
    return this.#due.peekKey();
  }

  /** Tries until it is delivered, given up or has to wait. */
  #attempt(delivery: Delivery, now: number): void {
    for (;;) {
      if (!this.#port.isSubscribed(delivery.subscription)) break;
      delivery.attempts += 1;
      const fate = this.#decide(delivery);
      if (fate.fate === 'delivered') {
        if (this.#deliver(delivery, fate, now)) break;
      } else if (fate.fate === 'clientError') {
        this.#port.giveUp(delivery, 'client error');
        break;
      }
      if (delivery.attempts >= MAX_ATTEMPTS) {
        this.#port.giveUp(delivery, `no success in ${MAX_ATTEMPTS} attempts`);
        break;
      }
      const delayMs = delayBefore(delivery.attempts + 1);
      if (delayMs > 0) {
        this.#due.push(now + delayMs, { delivery, arrives: false });
        return;
      }
    }
    this.#next(delivery, now);
  }

  #decide({ subscription, notification, attempts }: Delivery): DeliveryFate {
    const fate = this.#port.fault?.({
      subscriptionArn: subscription.subscriptionArn,
      endpoint: subscription.endpoint,
      messageId: notification.messageId,
      messageGroupId: notification.messageGroupId,
      attempt: attempts,
    });
    return fate ?? DELIVERED;
  }

  /** Answers whether the attempt is over, as it is unless the endpoint asks for another one. */
  #deliver(
    delivery: Delivery,
    { delayMs = 0, copies = 1 }: DeliveryFate & { readonly fate: 'delivered' },
    now: number,
  ): boolean {
    if (laneOf(delivery) !== undefined) return this.#handOver(delivery);
    for (let copy = 1; copy < copies; copy += 1) this.#handOver(delivery);
    if (delayMs <= 0) return this.#handOver(delivery);
    this.#due.push(now + delayMs, { delivery, arrives: true });
    return true;
  }

  /** Errors of the client are final: the queue is gone, or does not take such a message. Throttles are not. */
  #handOver(delivery: Delivery): boolean {
    try {
      this.#port.handOver(delivery);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      if (RETRIED.has(error.code)) return false;
      this.#port.giveUp(delivery, `${error.code}: ${error.message}`);
    }
    return true;
  }

  /** Lets the next message of the group go on. */
  #next(delivery: Delivery, now: number): void {
    const lane = laneOf(delivery);
    if (lane === undefined) return;
    const waiting = this.#lanes.get(lane) as Delivery[];
    waiting.shift();
    const [next] = waiting;
    if (next === undefined) this.#lanes.delete(lane);
    else this.#attempt(next, now);
  }
}

const DELIVERED: DeliveryFate = { fate: 'delivered' };

/** What an endpoint's service answers when it may succeed later: throttles and errors of its own. */
const RETRIED = new Set(['RequestThrottled', 'TooManyRequestsException', 'InternalError', 'ServiceUnavailable']);

function laneOf({ subscription, notification }: Delivery): string | undefined {
  if (notification.sequenceNumber === undefined) return undefined;
  return `${subscription.subscriptionArn} ${notification.messageGroupId}`;
}
