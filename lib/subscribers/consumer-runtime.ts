import { Tokenization } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { environmentNames } from '../../contracts/environment.ts';
import { KEY_USE_ACTIONS } from '../access/key-access.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { IOutbox } from '../outbox/outbox-base.ts';
import { DEAD_LETTER_RETENTION } from '../retention.ts';
import type { RuntimeSettings } from './runtime-settings.ts';

/** What a handler made by `lambdaConsumer` works with. */
export interface ConsumerRuntime {
  readonly name: string;
  readonly settings: RuntimeSettings;
  readonly inbox: Inbox;
  readonly outbox?: IOutbox;
  readonly queue: IQueue;
  readonly deadLetterQueue: IQueue;
  readonly encryptionKey?: IKey;
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
    [environmentNames.deadLetterRetentionSeconds]: String(DEAD_LETTER_RETENTION.toSeconds()),
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
  runtime.encryptionKey?.grant(grantee, ...KEY_USE_ACTIONS);
  runtime.inbox.grantUse(grantee);
  runtime.outbox?.grantEmit(grantee);
}
