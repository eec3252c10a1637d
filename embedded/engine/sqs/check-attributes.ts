import { ServiceError } from '../service-error.ts';
import { sqsLimits } from './limits.ts';
import type { QueueAttributes, RedriveAllowPolicy } from './queue-attributes.ts';

const RANGES: readonly (readonly [keyof QueueAttributes, number, number])[] = [
  ['delaySeconds', 0, sqsLimits.maxDelaySeconds],
  ['maximumMessageSize', sqsLimits.minMaximumMessageSize, sqsLimits.maxMessageBytes],
  ['messageRetentionPeriod', sqsLimits.minRetentionSeconds, sqsLimits.maxRetentionSeconds],
  ['receiveMessageWaitTimeSeconds', 0, sqsLimits.maxWaitTimeSeconds],
  ['visibilityTimeout', 0, sqsLimits.maxVisibilityTimeoutSeconds],
];

const FIFO_ONLY = ['contentBasedDeduplication', 'deduplicationScope', 'fifoThroughputLimit'] as const;

/**
 * Refuses settings that no queue of this kind can have.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 *
 * @throws ServiceError `InvalidAttributeValue`, or `InvalidAttributeName` for a FIFO setting on a standard queue.
 */
export function checkAttributes(attributes: Partial<QueueAttributes>, fifoQueue: boolean): void {
  for (const [name, min, max] of RANGES) {
    const value = attributes[name];
    if (typeof value === 'number' && !(Number.isInteger(value) && value >= min && value <= max)) {
      throw new ServiceError('InvalidAttributeValue', `${name} must be ${min} to ${max}, got ${value}`);
    }
  }
  const fifoSetting = FIFO_ONLY.find((name) => attributes[name] !== undefined);
  if (!fifoQueue && fifoSetting !== undefined) {
    throw new ServiceError('InvalidAttributeName', `${fifoSetting} can be set on FIFO queues only`);
  }
  checkRedriveAllowPolicy(attributes.redriveAllowPolicy);
  const max = attributes.redrivePolicy?.maxReceiveCount;
  if (max !== undefined && !(Number.isInteger(max) && max >= 1 && max <= sqsLimits.maxReceiveCount)) {
    throw new ServiceError('InvalidParameterValue', `maxReceiveCount must be 1 to 1000, got ${max}`);
  }
}

/** Refuses the throughput limit per group where deduplication is not per group too. */
export function checkThroughputLimit({ fifoThroughputLimit, deduplicationScope }: QueueAttributes): void {
  if (fifoThroughputLimit === 'perMessageGroupId' && deduplicationScope !== 'messageGroup') {
    throw new ServiceError(
      'InvalidAttributeValue',
      `fifoThroughputLimit perMessageGroupId needs deduplicationScope messageGroup, got ${deduplicationScope}`,
    );
  }
}

const QUEUE_NAME = /^[\w-]{1,80}$/;
const FIFO_QUEUE_NAME = /^[\w-]{1,75}\.fifo$/;

/**
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
 *
 * @throws ServiceError `InvalidParameterValue`.
 */
export function checkQueueName(name: string, fifoQueue: boolean): void {
  if (!(fifoQueue ? FIFO_QUEUE_NAME : QUEUE_NAME).test(name)) {
    const rule = fifoQueue ? ', the last five of them .fifo' : '';
    throw new ServiceError(
      'InvalidParameterValue',
      `a queue's name must be 1 to 80 letters, digits, hyphens and underscores${rule}, got '${name}'`,
    );
  }
}

function checkRedriveAllowPolicy(policy: RedriveAllowPolicy | undefined): void {
  if (policy === undefined) return;
  const { redrivePermission, sourceQueueArns = [] } = policy;
  const byQueue = redrivePermission === 'byQueue';
  if (
    byQueue
      ? sourceQueueArns.length < 1 || sourceQueueArns.length > sqsLimits.maxRedriveSources
      : sourceQueueArns.length > 0
  ) {
    throw new ServiceError(
      'InvalidParameterValue',
      `sourceQueueArns must be 1 to 10 with byQueue and none otherwise, got ${sourceQueueArns.length} with ${redrivePermission}`,
    );
  }
}
