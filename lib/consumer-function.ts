import { type RemovalPolicy, Tokenization } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { environmentNames } from '../contracts/environment.ts';
import type { ConsumerProps } from './consumer-props.ts';
import { DEFAULT_HANDLER, DEFAULT_MEMORY_SIZE, FanoutFunction } from './fanout-function.ts';
import type { Inbox } from './inbox.ts';
import { KEY_USE_ACTIONS } from './key-access.ts';
import type { Outbox } from './outbox.ts';
import { DEAD_LETTER_RETENTION } from './retention.ts';

/** Props for {@link ConsumerFunction}. */
export interface ConsumerFunctionProps {
  readonly name: string;
  readonly consumer: ConsumerProps;
  readonly inbox: Inbox;
  readonly outbox?: Outbox;
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly encryptionKey?: IKey;
  readonly maxAttempts: number;
  readonly concurrency: number;
  readonly horizonSeconds: number;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * The function of a consumer with its settings and grants: receive, delete and change the visibility of messages of its
 * queue, send to its dead-letter queue, use the inbox, add to the outbox. It may not purge.
 */
export class ConsumerFunction extends FanoutFunction {
  constructor(scope: Construct, id: string, props: ConsumerFunctionProps) {
    const { consumer } = props;
    super(scope, id, {
      description: `Consumer ${props.name}.`,
      code: consumer.code,
      handler: consumer.handler ?? DEFAULT_HANDLER,
      timeout: consumer.timeout,
      memorySize: consumer.memorySize ?? DEFAULT_MEMORY_SIZE,
      environment: consumer.environment ?? {},
      settings: settingsOf(props),
      removalPolicy: props.removalPolicy,
    });
    props.queue.grant(
      this.role,
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:ChangeMessageVisibility',
      'sqs:GetQueueAttributes',
    );
    props.deadLetterQueue.grant(this.role, 'sqs:SendMessage');
    props.encryptionKey?.grant(this.role, ...KEY_USE_ACTIONS);
    props.inbox.grantUse(this.role);
    props.outbox?.grantEmit(this.role);
  }
}

function settingsOf(props: ConsumerFunctionProps): Record<string, string> {
  return {
    [environmentNames.consumer]: props.name,
    [environmentNames.consumerVersion]: props.consumer.version ?? 'unversioned',
    [environmentNames.inboxTable]: props.inbox.table.tableName,
    ...(props.outbox && { [environmentNames.outboxTable]: props.outbox.table.tableName }),
    [environmentNames.sourceQueueUrl]: props.queue.queueUrl,
    [environmentNames.deadLetterQueueUrl]: props.deadLetterQueue.queueUrl,
    [environmentNames.deadLetterRetentionSeconds]: String(DEAD_LETTER_RETENTION.toSeconds()),
    [environmentNames.maxAttempts]: String(props.maxAttempts),
    [environmentNames.concurrency]: Tokenization.stringifyNumber(props.concurrency),
    [environmentNames.inboxHorizonSeconds]: String(props.horizonSeconds),
  };
}
