import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { KEY_TABLE_ACTIONS } from '../access/key-access.ts';

/** Allows actions on a table and, when it has a key of its own, the use of that key. */
export function grantOnTable(table: ITable, grantee: IGrantable, ...actions: string[]): Grant {
  const grant = table.grant(grantee, ...actions);
  const useKey = table.encryptionKey?.grant(grantee, ...KEY_TABLE_ACTIONS);
  return useKey === undefined ? grant : grant.combine(useKey);
}
