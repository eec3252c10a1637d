import { Token } from 'aws-cdk-lib';
import { CfnQueue, type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { DEFAULT_RETENTION_SECONDS, DEFAULT_VISIBILITY_SECONDS } from '../graph/queue.ts';

/** What a queue that exists says of itself. Undefined is what another app says, or the deployment. */
export interface QueueFacts {
  readonly retentionSeconds?: number;
  readonly visibilityTimeoutSeconds?: number;
  readonly maxReceiveCount?: number;
}

/** Reads a queue of the app; nothing is known of an imported one. */
export function queueFacts(queue: IQueue): QueueFacts {
  const resource = queue.node?.defaultChild;
  if (!(resource instanceof CfnQueue)) {
    return {};
  }
  return {
    retentionSeconds: known(resource.messageRetentionPeriod ?? DEFAULT_RETENTION_SECONDS),
    visibilityTimeoutSeconds: known(resource.visibilityTimeout ?? DEFAULT_VISIBILITY_SECONDS),
    maxReceiveCount: known(queue instanceof Queue ? queue.deadLetterQueue?.maxReceiveCount : undefined),
  };
}

const known = (value: number | undefined): number | undefined => (Token.isUnresolved(value) ? undefined : value);
