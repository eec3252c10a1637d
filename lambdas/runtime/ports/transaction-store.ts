import type { EpochSeconds } from '../../../contracts/time.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import type { Claim } from './inbox-store.ts';

/** Condition of a write, in the document client's own words. Values are plain JavaScript values. */
export interface WriteCondition {
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>>;
}

/** Shaped like the entries of the document client's `TransactWriteCommand`. */
export interface PutWrite extends WriteCondition {
  readonly TableName: string;
  readonly Item: Readonly<Record<string, unknown>>;
}

/** Changes an item, or creates it. Shaped like the entries of `TransactWriteCommand`, as all writes are. */
export interface UpdateWrite extends WriteCondition {
  readonly TableName: string;
  readonly Key: Readonly<Record<string, unknown>>;
  readonly UpdateExpression: string;
}

/** Removes an item. */
export interface DeleteWrite extends WriteCondition {
  readonly TableName: string;
  readonly Key: Readonly<Record<string, unknown>>;
}

/** Changes nothing: the transaction fails unless the condition holds. */
export interface ConditionCheckWrite extends WriteCondition {
  readonly TableName: string;
  readonly Key: Readonly<Record<string, unknown>>;
  readonly ConditionExpression: string;
}

/** One write of a handler's. */
export type BusinessWrite =
  | { readonly Put: PutWrite }
  | { readonly Update: UpdateWrite }
  | { readonly Delete: DeleteWrite }
  | { readonly ConditionCheck: ConditionCheckWrite };

/** What makes a transaction happen once. */
export type Marker =
  /** Inserts a completed marker; fails as `duplicate` when one exists. */
  | {
      readonly kind: 'insert';
      readonly key: string;
      readonly fingerprint: string;
      readonly expiresAt: EpochSeconds;
      readonly result?: string;
    }
  /** Completes a claim; fails as `lease-lost` unless the claim's owner token is still on the record. */
  | {
      readonly kind: 'complete';
      readonly claim: Claim;
      readonly expiresAt: EpochSeconds;
      readonly result?: string;
    };

/** What is committed together: the marker, the handler's writes and the events that it emitted. */
export interface TransactionRequest {
  readonly marker: Marker;
  readonly writes: readonly BusinessWrite[];
  readonly entries: readonly OutboxEntry[];
  /** At most 36 characters; the same for a repeat of the same request. */
  readonly token: string;
}

/** A business write whose condition did not hold. */
export interface FailedCondition {
  /** Index in `writes`. */
  readonly index: number;
  /** The item as it is, when there is one. */
  readonly item?: Readonly<Record<string, unknown>>;
}

/** How a transaction ended. Only `committed` has written anything. */
export type TransactionResult =
  | { readonly outcome: 'committed' }
  /** The marker existed, whatever the business conditions said. */
  | { readonly outcome: 'duplicate'; readonly fingerprint: string; readonly result?: string }
  /** The claim was taken over or completed by somebody else. */
  | { readonly outcome: 'lease-lost' }
  /** The marker's condition held, one or more business conditions did not: these, in the order of the writes. */
  | { readonly outcome: 'condition-failed'; readonly failed: readonly FailedCondition[] };

/** The guard kind `create`: one item whose creation is the effect. */
export interface GuardedCreate {
  readonly TableName: string;
  readonly Item: Readonly<Record<string, unknown>>;
  /** Name of the table's partition key, to condition on the item's absence. */
  readonly partitionKey: string;
  /** Idempotency key, stored in the item. */
  readonly key: string;
}

/** How the creation of a guarded item ended. Only `created` has written anything. */
export type GuardResult =
  | { readonly outcome: 'created' }
  /** The item exists and carries the same idempotency key. */
  | { readonly outcome: 'duplicate' }
  /** The item exists and was created by another event. */
  | { readonly outcome: 'occupied' };

/** Atomic writes to the database. */
export interface TransactionStore {
  /**
   * Commits marker, writes and outbox entries, all or nothing.
   *
   * Idempotent by the marker. Conflicts with concurrent transactions, throttles and missing answers are retried in place
   * with jitter for a bounded time.
   *
   * @throws TransactionTooLargeError before the call when it exceeds 100 actions or 4 MB, an item 400 KiB, or touches an item twice.
   * @throws OutboxMissingError when there are entries and no outbox table.
   * @throws TransactionConflictError when conflicts outlast the retries, or another run holds a lease on the key.
   * @throws TableThrottledError when throttles do.
   * @throws DatabaseUnavailableError when failures of the service or missing answers do: it may have been committed.
   */
  commit(request: TransactionRequest): Promise<TransactionResult>;
  /**
   * Creates one item with the guard folded in: one request, one write unit up to 1 KB. Idempotent.
   *
   * @throws TransactionTooLargeError before the call when the item exceeds 400 KiB.
   * @throws TransactionConflictError, TableThrottledError, DatabaseUnavailableError as {@link commit} does.
   */
  createGuarded(create: GuardedCreate): Promise<GuardResult>;
}
