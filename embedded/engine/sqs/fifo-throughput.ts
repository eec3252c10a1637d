import { ServiceError } from '../service-error.ts';
import { sqsLimits } from './limits.ts';
import type { Queue } from './queue.ts';

interface Second {
  readonly number: number;
  readonly calls: Map<string, number>;
}

/**
 * The send quota of FIFO queues: 300 calls a second, of the whole queue or of each message group, as the queue's
 * throughput limit says. A batch is one call.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
export class FifoThroughput {
  readonly #seconds = new Map<Queue, Second>();

  /** @throws ServiceError `RequestThrottled` for a call beyond the quota. */
  admit(queue: Queue, groupIds: readonly (string | undefined)[], now: number): void {
    if (!queue.attributes.fifoQueue) return;
    const { calls } = this.#second(queue, now);
    const perGroup = queue.attributes.fifoThroughputLimit === 'perMessageGroupId';
    const keys = perGroup ? new Set(groupIds.map((id) => `group ${id}`)) : ['queue'];
    for (const key of keys) {
      if ((calls.get(key) ?? 0) >= sqsLimits.fifoCallsPerSecond) {
        throw new ServiceError(
          'RequestThrottled',
          `a FIFO queue takes ${sqsLimits.fifoCallsPerSecond} send calls a second${perGroup ? ' per message group' : ''}`,
        );
      }
    }
    for (const key of keys) calls.set(key, (calls.get(key) ?? 0) + 1);
  }

  #second(queue: Queue, now: number): Second {
    const number = Math.floor(now / 1000);
    let second = this.#seconds.get(queue);
    if (second?.number !== number) {
      second = { number, calls: new Map() };
      this.#seconds.set(queue, second);
    }
    return second;
  }
}
