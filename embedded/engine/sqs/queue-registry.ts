import { arnOf, type Location, nameOf } from '../arn.ts';
import { randomId } from '../random-id.ts';
import { ServiceError } from '../service-error.ts';
import type { EngineRandom } from '../surroundings.ts';
import { checkAttributes, checkQueueName, checkThroughputLimit } from './check-attributes.ts';
import type { StandardQueueFaults } from './faults.ts';
import { sqsLimits } from './limits.ts';
import { Queue } from './queue.ts';
import { DEFAULT_ATTRIBUTES, type QueueAttributes } from './queue-attributes.ts';
import { checkRedrivePolicy } from './redrive.ts';
import type { SqsOptions } from './sqs-options.ts';

/** What a queue is created with. */
export interface CreateQueue {
  readonly queueName: string;
  /** @default - AWS's defaults */
  readonly attributes?: Partial<QueueAttributes>;
}

/** The queues of the account, by ARN. */
export class QueueRegistry {
  readonly queues = new Map<string, Queue>();
  readonly #deletedAt = new Map<string, number>();
  readonly #random: EngineRandom;
  readonly #location: Location;
  readonly #faults: StandardQueueFaults;
  readonly #newMessageId: (queueArn: string) => string;
  #created = 0;

  constructor(random: EngineRandom, options: SqsOptions) {
    this.#random = random;
    this.#location = options;
    this.#faults = options.faults ?? {};
    this.#newMessageId = options.newMessageId ?? (() => randomId(random));
  }

  /**
   * Idempotent: the same settings again give the same queue.
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
   *
   * @throws ServiceError `QueueNameExists`, `QueueDeletedRecently` or what is wrong with name or attributes.
   */
  create({ queueName, attributes = {} }: CreateQueue, now: number): Queue {
    const arn = arnOf('sqs', queueName, this.#location);
    const existing = this.queues.get(arn);
    if (existing !== undefined) return same(existing, attributes);
    const fifoQueue = attributes.fifoQueue ?? false;
    checkQueueName(queueName, fifoQueue);
    if (now - (this.#deletedAt.get(arn) ?? Number.NEGATIVE_INFINITY) < sqsLimits.recentlyMs) {
      throw new ServiceError(
        'QueueDeletedRecently',
        `wait 60 seconds after deleting '${queueName}' to create it again`,
      );
    }
    const complete = { ...DEFAULT_ATTRIBUTES, ...attributes };
    this.#check(arn, attributes, complete);
    this.#created += 1;
    const queue = new Queue({
      arn,
      id: `${queueName}/${this.#created}`,
      attributes: complete,
      random: this.#random,
      newMessageId: () => this.#newMessageId(arn),
      faults: this.#faults,
      createdAt: now,
    });
    this.queues.set(arn, queue);
    return queue;
  }

  /** Changes some settings. A retention that is lowered may drop messages; a FIFO queue's delay applies to messages that wait. */
  setAttributes(queue: Queue, attributes: Partial<QueueAttributes>, now: number): void {
    if (attributes.fifoQueue !== undefined && attributes.fifoQueue !== queue.attributes.fifoQueue) {
      throw new ServiceError('InvalidAttributeName', 'fifoQueue can be set only when the queue is created');
    }
    const complete = { ...queue.attributes, ...attributes };
    this.#check(queue.arn, attributes, complete);
    queue.change(complete, now);
  }

  delete(arn: string, now: number): void {
    this.queues.delete(arn);
    this.#deletedAt.set(arn, now);
  }

  /** @throws ServiceError `QueueDoesNotExist`. */
  get(arn: string): Queue {
    const queue = this.queues.get(arn);
    if (queue === undefined) throw new ServiceError('QueueDoesNotExist', `queue '${nameOf(arn)}' does not exist`);
    return queue;
  }

  /** The queues that name `arn` as their dead-letter queue. */
  sourcesOf(arn: string): readonly Queue[] {
    return [...this.queues.values()].filter(({ attributes }) => attributes.redrivePolicy?.deadLetterTargetArn === arn);
  }

  #check(arn: string, given: Partial<QueueAttributes>, complete: QueueAttributes): void {
    checkAttributes(given, complete.fifoQueue);
    checkThroughputLimit(complete);
    if (given.redrivePolicy !== undefined) checkRedrivePolicy(arn, complete, (target) => this.queues.get(target));
  }
}

function same(queue: Queue, attributes: Partial<QueueAttributes>): Queue {
  const names = Object.keys(attributes) as (keyof QueueAttributes)[];
  const changed = names.find((name) => JSON.stringify(attributes[name]) !== JSON.stringify(queue.attributes[name]));
  if (changed !== undefined) {
    throw new ServiceError(
      'QueueNameExists',
      `queue '${nameOf(queue.arn)}' exists with another ${changed}; use setQueueAttributes to change it`,
    );
  }
  return queue;
}
