import { ServiceError } from '../../../embedded/engine/service-error.ts';
import type { DeliveryFault } from '../../../embedded/engine/sns/delivery.ts';
import type { DeliveryEndpoint } from '../../../embedded/engine/sns/endpoints.ts';
import { Sns } from '../../../embedded/engine/sns/sns.ts';
import type { StandardQueueFaults } from '../../../embedded/engine/sqs/faults.ts';
import type { QueueAttributes } from '../../../embedded/engine/sqs/queue-attributes.ts';
import { Sqs } from '../../../embedded/engine/sqs/sqs.ts';
import { SeededRandom } from '../../../testing/in-memory/seeded-random.ts';

/** 2026-01-01T00:00:00Z */
const START = 1_767_225_600_000;

export interface WorldOptions {
  readonly seed?: number;
  readonly faults?: StandardQueueFaults;
  readonly enforcesThroughput?: boolean;
  readonly fault?: DeliveryFault;
  readonly endpoint?: DeliveryEndpoint;
}

/** SQS and SNS on a clock that is moved by hand. */
export class MessagingWorld {
  readonly sqs: Sqs;
  readonly sns: Sns;
  #now = START;

  constructor({ seed = 1, faults, enforcesThroughput, fault, endpoint }: WorldOptions = {}) {
    const seeded = new SeededRandom(seed);
    const surroundings = { clock: { now: () => this.#now }, random: { next: () => seeded.fraction() } };
    this.sqs = new Sqs(surroundings, { faults, enforcesThroughput });
    this.sns = new Sns(surroundings, { sqs: this.sqs, fault, endpoint });
  }

  get now(): number {
    return this.#now;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Creates a queue, FIFO when its name ends in `.fifo`, and answers its ARN. */
  queue(queueName = 'queue', attributes: Partial<QueueAttributes> = {}): string {
    const fifoQueue = queueName.endsWith('.fifo');
    return this.sqs.createQueue({ queueName, attributes: { ...(fifoQueue && { fifoQueue }), ...attributes } }).queueArn;
  }

  /** Sends bodies one after the other, to the group that is the body's first letter on a FIFO queue. */
  send(queueArn: string, ...bodies: readonly string[]): void {
    for (const body of bodies) {
      const ids = queueArn.endsWith('.fifo') ? { messageGroupId: body[0], messageDeduplicationId: body } : {};
      this.sqs.sendMessage({ queueArn, body, ...ids });
    }
  }

  receive(queueArn: string, maxNumberOfMessages = 10) {
    return this.sqs.receiveMessage({ queueArn, maxNumberOfMessages }).messages;
  }

  /** The bodies that one receive gives. */
  bodies(queueArn: string, maxNumberOfMessages = 10): readonly string[] {
    return this.receive(queueArn, maxNumberOfMessages).map(({ body }) => body);
  }
}

/** The code that a call fails with, or undefined. */
export function codeOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof ServiceError) return error.code;
    throw error;
  }
}
