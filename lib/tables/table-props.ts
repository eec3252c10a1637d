import type { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { aFlag, aKey, aRemovalPolicy } from '../props/prop-kinds.ts';
import type { PropKinds } from '../props/props-check.ts';

/** Of what kind the props of a table are. */
export const TABLE_KINDS: PropKinds<TableProps> = {
  encryptionKey: aKey,
  pointInTimeRecovery: aFlag,
  deletionProtection: aFlag,
  removalPolicy: aRemovalPolicy,
};

/** What can be chosen of a table that Fanout defines. */
export interface TableProps {
  /**
   * Key of the table.
   *
   * @default - a key owned by DynamoDB
   */
  readonly encryptionKey?: IKey;
  /**
   * Whether the table can be restored to any second of the last 35 days. It is paid for by the gigabyte.
   *
   * @default true
   */
  readonly pointInTimeRecovery?: boolean;
  /**
   * Whether the table is protected from deletion.
   *
   * @default - true when the removal policy retains the table
   */
  readonly deletionProtection?: boolean;
  /**
   * What becomes of the table, and of the logs of functions beside it, when the stack goes.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}
