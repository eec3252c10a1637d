import { dynamoDbLimits } from '../../contracts/limits.ts';
import { TransactionTooLargeError } from '../../lambdas/runtime/errors.ts';
import { checkItemSize } from '../../lambdas/runtime/item-size.ts';
import type {
  BusinessWrite,
  GuardedCreate,
  GuardResult,
  Marker,
  TransactionRequest,
  TransactionResult,
  TransactionStore,
  UpdateWrite,
} from '../../lambdas/runtime/ports/index.ts';
import type { InMemoryDatabase, InMemoryItem } from './in-memory-database.ts';

/**
 * What stands in for DynamoDB's expressions. They are not evaluated here: an evaluator that is almost right would let
 * tests pass that fail on AWS. The real adapter proves them in its conformance suite.
 */
export interface InMemoryExpressions {
  /**
   * Says whether the condition of a write holds, given the item as it is.
   *
   * @default - a write with a condition throws
   */
  conditionHolds?(write: BusinessWrite, item: InMemoryItem | undefined): boolean;
  /**
   * The item as an update leaves it.
   *
   * @default - an update throws
   */
  updated?(write: UpdateWrite, item: InMemoryItem | undefined): InMemoryItem;
}

const GUARD_ATTRIBUTE = 'fanoutKey';

/** Transactions on an in-memory database: markers, guards and all-or-nothing are real, expressions are given. */
export class InMemoryTransactionStore implements TransactionStore {
  /** Every transaction that was committed, in order. */
  readonly committed: TransactionRequest[] = [];
  readonly #database: InMemoryDatabase;
  readonly #expressions: InMemoryExpressions;

  constructor(database: InMemoryDatabase, expressions: InMemoryExpressions = {}) {
    this.#database = database;
    this.#expressions = expressions;
  }

  async commit(request: TransactionRequest): Promise<TransactionResult> {
    this.#checkLimits(request);
    const refused = this.#refusalOf(request.marker);
    if (refused !== undefined) {
      return refused;
    }
    const failed = request.writes.flatMap((write, index) => {
      const item = this.#database.item(...target(write));
      return this.#holds(write, item) ? [] : [{ index, ...(item !== undefined && { item }) }];
    });
    if (failed.length > 0) {
      return { outcome: 'condition-failed', failed };
    }
    // Everything is computed before anything is stored, so that an expression that throws leaves nothing behind.
    for (const store of request.writes.map((write) => this.#prepared(write))) {
      store();
    }
    this.#complete(request.marker);
    this.#database.outbox.put(request.entries);
    this.committed.push(request);
    return { outcome: 'committed' };
  }

  async createGuarded({ TableName, Item, key }: GuardedCreate): Promise<GuardResult> {
    const guarded = { ...Item, [GUARD_ATTRIBUTE]: key };
    checkItemSize(guarded, TableName);
    const existing = this.#database.item(TableName, Item);
    if (existing === undefined) {
      this.#database.put(TableName, guarded);
      return { outcome: 'created' };
    }
    return { outcome: existing[GUARD_ATTRIBUTE] === key ? 'duplicate' : 'occupied' };
  }

  #checkLimits({ writes, entries }: TransactionRequest): void {
    const actions = 1 + writes.length + entries.length;
    if (actions > dynamoDbLimits.transactionActions) {
      throw new TransactionTooLargeError(
        `a transaction must be at most ${dynamoDbLimits.transactionActions} actions, got ${actions}`,
      );
    }
    for (const write of writes) {
      if ('Put' in write) {
        checkItemSize(write.Put.Item, write.Put.TableName);
      }
    }
    const keys = writes.map((write) => `${target(write)[0]} ${this.#database.keyOf(...target(write))}`);
    const twice = keys.find((key, index) => keys.indexOf(key) !== index);
    if (twice !== undefined) {
      throw new TransactionTooLargeError(`a transaction must touch an item once, got two actions on ${twice}`);
    }
  }

  #refusalOf(marker: Marker): TransactionResult | undefined {
    if (marker.kind === 'complete') {
      const held = this.#database.markers.get(marker.claim.key);
      return held?.completed === false && held.lease?.owner === marker.claim.owner
        ? undefined
        : { outcome: 'lease-lost' };
    }
    const existing = this.#database.markers.get(marker.key);
    if (existing === undefined) {
      return undefined;
    }
    const { fingerprint, result } = existing;
    return { outcome: 'duplicate', fingerprint, ...(result !== undefined && { result }) };
  }

  #holds(write: BusinessWrite, item: InMemoryItem | undefined): boolean {
    const [[kind, { ConditionExpression: condition }]] = Object.entries(write) as [
      [string, { readonly ConditionExpression?: string }],
    ];
    if (condition === undefined) {
      return true;
    }
    if (this.#expressions.conditionHolds === undefined) {
      throw new Error(
        `InMemoryTransactionStore evaluates no conditions; give conditionHolds for ${kind} "${condition}"`,
      );
    }
    return this.#expressions.conditionHolds(write, item);
  }

  #prepared(write: BusinessWrite): () => void {
    if ('Put' in write) {
      const { TableName, Item } = write.Put;
      return () => this.#database.put(TableName, Item);
    }
    if ('Delete' in write) {
      const { TableName, Key } = write.Delete;
      return () => this.#database.delete(TableName, Key);
    }
    if ('Update' in write) {
      const { TableName, Key } = write.Update;
      const item = { ...this.#updated(write.Update), ...Key };
      return () => this.#database.put(TableName, item);
    }
    return () => undefined;
  }

  #updated(write: UpdateWrite): InMemoryItem {
    if (this.#expressions.updated === undefined) {
      throw new Error(`InMemoryTransactionStore evaluates no updates; give updated for "${write.UpdateExpression}"`);
    }
    return this.#expressions.updated(write, this.#database.item(write.TableName, write.Key));
  }

  #complete(marker: Marker): void {
    const { result, expiresAt } = marker;
    const key = marker.kind === 'insert' ? marker.key : marker.claim.key;
    const fingerprint =
      marker.kind === 'insert' ? marker.fingerprint : (this.#database.markers.get(key)?.fingerprint ?? '');
    this.#database.markers.set(key, {
      fingerprint,
      expiresAt,
      completed: true,
      ...(result !== undefined && { result }),
    });
  }
}

function target(write: BusinessWrite): [tableName: string, keyOrItem: InMemoryItem] {
  if ('Put' in write) {
    return [write.Put.TableName, write.Put.Item];
  }
  const keyed = 'Update' in write ? write.Update : 'Delete' in write ? write.Delete : write.ConditionCheck;
  return [keyed.TableName, keyed.Key];
}
