import type { Queue } from './queue.ts';
import type { QueueAttributes, QueueCounts } from './queue-attributes.ts';

/** All attributes of a queue. Times are milliseconds since the epoch. */
export interface QueueDescription extends QueueAttributes, QueueCounts {
  readonly queueArn: string;
  readonly createdTimestamp: number;
  readonly lastModifiedTimestamp: number;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export const describeQueue = (queue: Queue): QueueDescription => ({
  ...queue.attributes,
  ...queue.store.counts,
  queueArn: queue.arn,
  createdTimestamp: queue.createdAt,
  lastModifiedTimestamp: queue.lastModifiedAt,
});
