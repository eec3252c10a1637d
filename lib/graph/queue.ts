import { sqsLimits } from '../../contracts/limits.ts';
import type { GraphResource } from './graph-resource.ts';
import { flagOf, listOf, numberOr, recordOf } from './property-values.ts';
import { isIntrinsic } from './reference.ts';

/** SQS's defaults. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export const DEFAULT_VISIBILITY_SECONDS = 30;
export const DEFAULT_RETENTION_SECONDS = 345_600;
const DEFAULT_MAX_RECEIVE_COUNT = 10;

/** Where a queue's messages go that were received too often. */
export interface RedrivePolicy {
  readonly target: unknown;
  readonly maxReceiveCount?: number;
}

/** Which queues may use a queue as their dead-letter queue. */
export interface RedriveAllowPolicy {
  readonly permission: unknown;
  readonly sources: readonly unknown[];
}

/** A queue of the app. What is undefined is unknown at synthesis. */
export interface QueueNode {
  readonly resource: GraphResource;
  readonly fifo?: boolean;
  readonly visibilitySeconds?: number;
  readonly retentionSeconds?: number;
  readonly maxMessageBytes?: number;
  /** `KmsMasterKeyId` as it was written. */
  readonly key: unknown;
  /** Undefined when there is none. */
  readonly redrive?: RedrivePolicy;
  /** Undefined when there is none: every queue may. */
  readonly redriveAllow?: RedriveAllowPolicy;
}

/** Reads an `AWS::SQS::Queue`. */
export function readQueue(resource: GraphResource): QueueNode {
  const { properties } = resource;
  return {
    resource,
    fifo: flagOf(properties['FifoQueue']),
    visibilitySeconds: numberOr(properties['VisibilityTimeout'], DEFAULT_VISIBILITY_SECONDS),
    retentionSeconds: numberOr(properties['MessageRetentionPeriod'], DEFAULT_RETENTION_SECONDS),
    maxMessageBytes: numberOr(properties['MaximumMessageSize'], sqsLimits.maxMessageBytes),
    key: properties['KmsMasterKeyId'],
    redrive: readRedrive(properties['RedrivePolicy']),
    redriveAllow: readRedriveAllow(properties['RedriveAllowPolicy']),
  };
}

function readRedrive(policy: unknown): RedrivePolicy | undefined {
  if (policy === undefined) {
    return undefined;
  }
  if (isIntrinsic(policy)) {
    return { target: policy };
  }
  const { deadLetterTargetArn: target, maxReceiveCount } = recordOf(policy) as Record<string, unknown>;
  return { target, maxReceiveCount: numberOr(maxReceiveCount, DEFAULT_MAX_RECEIVE_COUNT) };
}

function readRedriveAllow(policy: unknown): RedriveAllowPolicy | undefined {
  if (policy === undefined) {
    return undefined;
  }
  const { redrivePermission: permission, sourceQueueArns } = recordOf(policy) as Record<string, unknown>;
  return { permission, sources: listOf(sourceQueueArns) };
}
