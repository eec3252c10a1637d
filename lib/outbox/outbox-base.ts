import { type ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct, type IConstruct } from 'constructs';
import { aKey, aText } from '../props/prop-kinds.ts';
import { type PropKinds, PropsCheck } from '../props/props-check.ts';
import { checkTableArn } from '../tables/table-arn.ts';
import { grantOnTable } from '../tables/table-grant.ts';

/** Where consumers and producers put events that they emit: an {@link Outbox}, or that of another app. */
export interface IOutbox extends IConstruct {
  readonly table: ITable;
  /** Lets `grantee` add entries in its transactions: `dynamodb:PutItem` on the table, and the use of its own key. */
  grantEmit(grantee: IGrantable): Grant;
}

/** What to know of the outbox of another app. */
export interface OutboxAttributes {
  readonly tableArn: string;
  /**
   * Key of the table.
   *
   * @default - a key owned by DynamoDB
   */
  readonly encryptionKey?: IKey;
}

const IMPORTED_KINDS: PropKinds<OutboxAttributes> = { tableArn: aText, encryptionKey: aKey };

/** The outbox of another app: its relay and sweeper are there, and know the topics. */
export class ImportedOutbox extends Construct implements IOutbox {
  readonly table: ITable;

  constructor(scope: Construct, id: string, attributes: OutboxAttributes) {
    super(scope, id);
    const check = new PropsCheck(this);
    const checked = check.kinds(attributes, IMPORTED_KINDS, { required: ['tableArn'] });
    checkTableArn(check, checked.tableArn);
    check.finish();
    this.table = Table.fromTableAttributes(this, 'Table', checked);
  }

  grantEmit(grantee: IGrantable): Grant {
    return grantOnTable(this.table, grantee, 'dynamodb:PutItem');
  }
}
