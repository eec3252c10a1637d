import type { EngineRandom } from '../surroundings.ts';
import type { StandardQueueFaults } from './faults.ts';
import type { StoredMessage } from './message.ts';
import type { QueueAttributes } from './queue-attributes.ts';

/** What a queue is made of. */
export interface QueueProps {
  readonly arn: string;
  /** Unlike the ARN, no later queue has it again. */
  readonly id: string;
  readonly attributes: QueueAttributes;
  readonly random: EngineRandom;
  readonly newMessageId: () => string;
  readonly faults: StandardQueueFaults;
  readonly createdAt: number;
}

/** What a message brings along when SQS itself moves it. */
export interface Arrival {
  readonly messageId: string;
  readonly sentTimestamp: number;
  readonly receiveCount: number;
  readonly firstReceivedAt: number;
  readonly deadLetterQueueSourceArn?: string;
}

/** Moves a message that was received too often; answers whether it is gone from the queue. */
export type DeadLetter = (message: StoredMessage) => boolean;
