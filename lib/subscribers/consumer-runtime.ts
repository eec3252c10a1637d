import { Tokenization } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { environmentNames } from '../../contracts/environment.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { IOutbox } from '../outbox/outbox-base.ts';
import { grantKeys, type QueueKeys } from './queue-keys.ts';
import type { RuntimeSettings } from './runtime-settings.ts';

/** What a handler made by `lambdaConsumer` works with. */
export interface ConsumerRuntime {
  readonly name: string;
  readonly settings: RuntimeSettings;
  readonly inbox: Inbox;
  readonly outbox?: IOutbox;
  readonly queue: IQueue;
  readonly deadLetterQueue: IQueue;
  readonly keys: QueueKeys;
  readonly deadLetterRetentionSeconds: number;
  readonly horizonSeconds: number;
  /** Largest message of the topic, when it says one. */
  readonly maxMessageSizeBytes?: number;
}

/** What a consumer does with its queue. It may not purge. */
export const CONSUME_ACTIONS = [
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:ChangeMessageVisibility',
  'sqs:GetQueueAttributes',
] as const;

/** The variables that `lambdaConsumer` reads. */
export function runtimeVariables(runtime: ConsumerRuntime): Record<string, string> {
  const { settings, inbox, outbox } = runtime;
  return {
    [environmentNames.consumer]: runtime.name,
    [environmentNames.consumerVersion]: settings.version,
    [environmentNames.inboxTable]: inbox.table.tableName,
    ...(outbox && { [environmentNames.outboxTable]: outbox.table.tableName }),
    [environmentNames.sourceQueueUrl]: runtime.queue.queueUrl,
    [environmentNames.deadLetterQueueUrl]: runtime.deadLetterQueue.queueUrl,
    [environmentNames.deadLetterRetentionSeconds]: String(runtime.deadLetterRetentionSeconds),
    [environmentNames.maxAttempts]: String(settings.maxAttempts),
    [environmentNames.concurrency]: Tokenization.stringifyNumber(settings.concurrency),
    ...(runtime.maxMessageSizeBytes !== undefined && {
      [environmentNames.maxMessageBytes]: Tokenization.stringifyNumber(runtime.maxMessageSizeBytes),
    }),
    [environmentNames.inboxHorizonSeconds]: String(runtime.horizonSeconds),
  };
}

/**
 * Lets a function receive from its queue, send to its dead-letter queue, use the inbox and add to the outbox.
 */
export function grantRuntime(grantee: IGrantable, runtime: ConsumerRuntime): void {
  runtime.queue.grant(grantee, ...CONSUME_ACTIONS);
  runtime.deadLetterQueue.grant(grantee, 'sqs:SendMessage');
  grantKeys(grantee, runtime.keys, { receivesFrom: 'queue', sendsTo: 'deadLetterQueue' });
  runtime.inbox.grantUse(grantee);
  runtime.outbox?.grantEmit(grantee);
}
