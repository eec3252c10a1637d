import type { Location } from '../arn.ts';
import type { StandardQueueFaults } from './faults.ts';

/** Where the queues are, which faults they have, and how messages are named. */
export interface SqsOptions extends Location {
  /** @default - none: messages come once and in order as long as nobody lets them time out */
  readonly faults?: StandardQueueFaults;
  /**
   * Whether FIFO queues throttle senders beyond their quota. Where calls take no time, as in a simulation, all calls of a second count
   * at once.
   *
   * @default false
   */
  readonly enforcesThroughput?: boolean;
  /**
   * Makes the id of a message in the queue; no id may come twice.
   *
   * @default - UUIDs from the random source
   */
  readonly newMessageId?: (queueArn: string) => string;
}
