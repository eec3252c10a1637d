import { inboxTable } from '../../../contracts/tables.ts';
import type { EpochMillis } from '../../../contracts/time.ts';
import { rowOf } from '../outbox/outbox-row.ts';
import type {
  ConditionCheckWrite,
  DeleteWrite,
  Marker,
  PutWrite,
  TransactionRequest,
  UpdateWrite,
} from '../ports/index.ts';
import { completedRow, freeCondition, ownedCondition } from './inbox-row.ts';

/** A write that may ask for the item as it is when its condition does not hold. */
type Asking<Write> = Write & { readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD' };

/** One action of `TransactWriteItems`, in the document client's words. */
export type TransactionAction =
  | { readonly Put: Asking<PutWrite> }
  | { readonly Update: Asking<UpdateWrite> }
  | { readonly Delete: Asking<DeleteWrite> }
  | { readonly ConditionCheck: Asking<ConditionCheckWrite> };

/** The tables that a transaction writes besides the handler's. */
export interface TransactionTables {
  readonly inboxTable: string;
  /**
   * Table of outbox entries.
   *
   * @default - none; the component emits nothing, or its events ride in items
   */
  readonly outboxTable?: string;
}

const ALL_OLD = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

/** The actions of a transaction in order: the marker, the business writes, the outbox entries. */
export function actionsOf(
  request: TransactionRequest,
  tables: TransactionTables,
  now: EpochMillis,
): readonly TransactionAction[] {
  return [
    request.marker.kind === 'insert'
      ? { Put: insertMarker(request.marker, tables.inboxTable, now) }
      : { Update: completeMarker(request.marker, tables.inboxTable) },
    ...request.writes.map(
      (write) =>
        Object.fromEntries(
          Object.entries(write).map(([kind, action]) => [kind, { ...action, ...ALL_OLD }]),
        ) as unknown as TransactionAction,
    ),
    ...request.entries.map(
      (entry): TransactionAction => ({ Put: { TableName: tables.outboxTable as string, Item: rowOf(entry) } }),
    ),
  ];
}

/** The write that inserts a completed marker. */
export const insertMarker = (marker: Extract<Marker, { kind: 'insert' }>, tableName: string, now: EpochMillis) => ({
  TableName: tableName,
  Item: completedRow(marker),
  ...freeCondition(marker.fingerprint, now),
  ...ALL_OLD,
});

/** The write that completes a claim. The owner stays on the row: see `MarkerRow`. */
export function completeMarker({ claim, expiresAt, result }: Extract<Marker, { kind: 'complete' }>, tableName: string) {
  const condition = ownedCondition(claim);
  return {
    TableName: tableName,
    Key: { [inboxTable.partitionKey]: claim.key },
    ...condition,
    UpdateExpression: `SET #state = :completed, #ttl = :expiresAt${result === undefined ? '' : ', #result = :result'} REMOVE #leaseEndsAt`,
    ExpressionAttributeNames: {
      ...condition.ExpressionAttributeNames,
      '#ttl': inboxTable.ttlAttribute,
      '#leaseEndsAt': 'leaseEndsAt',
      ...(result !== undefined && { '#result': 'result' }),
    },
    ExpressionAttributeValues: {
      ...condition.ExpressionAttributeValues,
      ':completed': 'completed',
      ':expiresAt': expiresAt,
      ...(result !== undefined && { ':result': result }),
    },
    ...ALL_OLD,
  };
}
