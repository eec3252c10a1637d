import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { KEY_USE_ACTIONS } from '../access/key-access.ts';
import type { ConsumedQueues } from './subscriber-queues.ts';

/** Keys of a queue and its dead-letter queue; undefined where SQS's own is used. One key when they are defined here. */
export interface QueueKeys {
  readonly queue?: IKey;
  readonly deadLetterQueue?: IKey;
}

/** The keys of queues that exist, or the one of those that are defined. */
export const keysOf = (of: ConsumedQueues | IKey | undefined): QueueKeys =>
  of !== undefined && 'queue' in of
    ? { queue: of.queue.encryptionMasterKey, deadLetterQueue: of.deadLetterQueue.encryptionMasterKey }
    : { queue: of, deadLetterQueue: of };

/** Which way messages are taken between a queue and its dead-letter queue. */
export interface KeyUse {
  readonly receivesFrom: keyof QueueKeys;
  readonly sendsTo: keyof QueueKeys;
}

/**
 * Lets `grantee` decrypt with the key of the queue that it receives from, and encrypt as well with that of the other.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export function grantKeys(grantee: IGrantable, keys: QueueKeys, { receivesFrom, sendsTo }: KeyUse): Grant {
  const [source, target] = [keys[receivesFrom], keys[sendsTo]];
  const encrypt = target?.grant(grantee, ...KEY_USE_ACTIONS);
  const decrypt = source === target ? undefined : source?.grant(grantee, 'kms:Decrypt');
  return [encrypt, decrypt].reduce<Grant>(
    (all, grant) => (grant === undefined ? all : all.combine(grant)),
    Grant.drop(grantee, 'nothing is under a key of the app'),
  );
}
