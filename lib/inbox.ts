import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct, type IConstruct } from 'constructs';
import { inboxTable } from '../contracts/tables.ts';
import { KEY_TABLE_ACTIONS } from './key-access.ts';
import { checkSeconds } from './prop-bounds.ts';
import { PropsError } from './props-error.ts';
import { retainedTable } from './retained-table.ts';
import { DEFAULT_HORIZON_SECONDS } from './retention.ts';

/** Props for {@link Inbox}. */
export interface InboxProps {
  /**
   * Life of inbox records: 1 day to 10 years. Consumers refuse events that are older. A subscriber refuses a horizon
   * shorter than its own way back.
   *
   * @default - each subscriber's own: 23 days of SNS retries + queue retention + dead-letter retention; producers 41 days
   */
  readonly horizon?: Duration;
  /**
   * Key of the table.
   *
   * @default - a key owned by DynamoDB
   */
  readonly encryptionKey?: IKey;
  /**
   * Whether the table can be deleted.
   *
   * @default - true when the removal policy retains the table
   */
  readonly deletionProtection?: boolean;
  /**
   * What becomes of the table when the stack goes.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The idempotency table, shared by any number of consumers and producers. Defines a DynamoDB table: on demand, TTL,
 * point-in-time recovery.
 *
 * Losing it means that effects may happen twice.
 */
export class Inbox extends Construct {
  readonly table: Table;
  readonly #encryptionKey?: IKey;
  readonly #horizonSeconds?: number;
  readonly #users = new Map<string, IConstruct>();

  constructor(scope: Construct, id: string, props: InboxProps = {}) {
    super(scope, id);
    this.#encryptionKey = props.encryptionKey;
    this.#horizonSeconds =
      props.horizon &&
      checkSeconds(this, props.horizon, { code: 'HorizonRange', prop: 'horizon', min: 86_400, max: 3650 * 86_400 });
    this.table = retainedTable(this, {
      partitionKey: inboxTable.partitionKey,
      timeToLiveAttribute: inboxTable.ttlAttribute,
      encryptionKey: props.encryptionKey,
      deletionProtection: props.deletionProtection,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
  }

  /**
   * Lets `grantee` claim, complete and look up: `dynamodb:GetItem`, `PutItem`, `UpdateItem` and `DeleteItem` on the table,
   * and the use of its own key.
   */
  grantUse(grantee: IGrantable): Grant {
    const grant = this.table.grant(
      grantee,
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
    );
    return this.#encryptionKey === undefined
      ? grant
      : grant.combine(this.#encryptionKey.grant(grantee, ...KEY_TABLE_ACTIONS));
  }

  /**
   * Seconds that records of a component live whose messages can come back for `neededSeconds`.
   *
   * @throws PropsError when the inbox's own horizon is shorter.
   */
  horizonSecondsFor(scope: IConstruct, neededSeconds: number): number {
    const horizon = this.#horizonSeconds;
    if (horizon !== undefined && horizon < neededSeconds) {
      throw new PropsError(
        'HorizonTooShort',
        `horizon of inbox ${this.node.path} must be at least ${neededSeconds} seconds (23 days of SNS retries + queue retention + dead-letter retention), got ${horizon}; a late copy would be applied twice`,
        scope,
      );
    }
    return horizon ?? neededSeconds;
  }

  /** Seconds that a producer's outcomes are kept for clients that repeat a request. */
  get producerHorizonSeconds(): number {
    return this.#horizonSeconds ?? DEFAULT_HORIZON_SECONDS;
  }

  /**
   * Takes a component's name for `scope`.
   *
   * @throws PropsError when another component of this inbox has it: each would take the other's messages for duplicates.
   */
  takeName(scope: IConstruct, name: string): void {
    const holder = this.#users.get(name);
    if (holder !== undefined) {
      throw new PropsError(
        'NameTaken',
        `name must be unique among the components of an inbox, got ${name}, the name of ${holder.node.path}; two of a name would take each other's messages for duplicates`,
        scope,
      );
    }
    this.#users.set(name, scope);
  }
}
