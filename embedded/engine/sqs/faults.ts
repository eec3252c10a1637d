/**
 * What a standard queue may do by its contract: it delivers at least once, in an order that it tries to keep. Off
 * unless asked for; drawn from the engine's random source.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues-at-least-once-delivery.html
 */
export interface StandardQueueFaults {
  /**
   * How many places a message may fall behind its own.
   *
   * @default 0
   */
  readonly reorderWithin?: number;
  /**
   * Share of received messages that are not hidden, so that another receive gives them too, 0 to 1.
   *
   * @default 0
   */
  readonly duplicateShare?: number;
  /**
   * Share of deleted messages that come back once their visibility timeout has passed, 0 to 1.
   *
   * @default 0
   */
  readonly undeletedShare?: number;
}
