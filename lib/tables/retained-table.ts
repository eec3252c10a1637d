import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, type StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { stageSettings } from '../stages/stage.ts';
import { referWeakly } from '../weak-references.ts';

/** Options for {@link retainedTable}. */
export interface RetainedTableOptions {
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly timeToLiveAttribute?: string;
  readonly stream?: StreamViewType;
  readonly encryptionKey?: IKey;
  readonly pointInTimeRecovery?: boolean;
  readonly deletionProtection?: boolean;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * Defines the table of an inbox or outbox under the id `Table`: text keys, on demand, point-in-time recovery unless it is
 * switched off, and protected from deletion when it is to be retained.
 */
export function retainedTable(scope: Construct, options: RetainedTableOptions): Table {
  const table = new Table(scope, 'Table', {
    partitionKey: { name: options.partitionKey, type: AttributeType.STRING },
    sortKey: options.sortKey === undefined ? undefined : { name: options.sortKey, type: AttributeType.STRING },
    timeToLiveAttribute: options.timeToLiveAttribute,
    stream: options.stream,
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: {
      pointInTimeRecoveryEnabled: options.pointInTimeRecovery ?? stageSettings(scope).pointInTimeRecovery ?? true,
    },
    encryption: options.encryptionKey === undefined ? undefined : TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: options.encryptionKey,
    deletionProtection: options.deletionProtection ?? options.removalPolicy === RemovalPolicy.RETAIN,
    removalPolicy: options.removalPolicy,
  });
  referWeakly(table);
  return table;
}
