import { inboxTable } from '../../contracts/tables.ts';
import { ConditionalCheckFailedError, TransactionCanceledError } from '../../embedded/engine/dynamodb/errors.ts';
import { ServiceError } from '../../embedded/engine/service-error.ts';
import { TransactionConflictError } from '../../lambdas/runtime/errors.ts';
import type { MarkerRow } from '../../lambdas/runtime/inbox/inbox-row.ts';
import { markerOutcome } from '../../lambdas/runtime/inbox/marker-outcome.ts';
import { actionsOf, type TransactionAction } from '../../lambdas/runtime/inbox/transaction-actions.ts';
import { asLimitError, checkLimits } from '../../lambdas/runtime/inbox/transaction-limits.ts';
import { checkItemSize } from '../../lambdas/runtime/item-size.ts';
import type {
  GuardedCreate,
  GuardResult,
  Marker,
  TransactionRequest,
  TransactionResult,
  TransactionStore,
} from '../../lambdas/runtime/ports/index.ts';
import { engineAction, failedItem } from './engine-words.ts';
import type { InMemoryDatabase, InMemoryItem } from './in-memory-database.ts';

const GUARD_ATTRIBUTE = 'fanoutKey';

/** Props for {@link InMemoryTransactionStore}. */
export interface InMemoryTransactionStoreProps {
  /**
   * Called when a transaction holds its items; it is committed when the answer has come. Others that touch the items
   * meanwhile are refused.
   *
   * @default - committed at once
   */
  readonly hold?: (token: string) => Promise<void> | undefined;
}

/**
 * Transactions on the engine's DynamoDB, with the actions of the real adapter: conditions and updates are evaluated as
 * DynamoDB does, and what it would refuse is refused. Nothing is retried.
 */
export class InMemoryTransactionStore implements TransactionStore {
  /** Every transaction that was committed, in order. */
  readonly committed: TransactionRequest[] = [];
  readonly #database: InMemoryDatabase;
  readonly #hold: NonNullable<InMemoryTransactionStoreProps['hold']>;

  constructor(database: InMemoryDatabase, { hold = () => undefined }: InMemoryTransactionStoreProps = {}) {
    this.#database = database;
    this.#hold = hold;
  }

  async commit(request: TransactionRequest): Promise<TransactionResult> {
    for (const write of request.writes) {
      this.#database.assertTable(Object.values(write)[0].TableName);
    }
    const actions = actionsOf(request, this.#database, this.#database.now());
    checkLimits(actions, this.#database);
    try {
      if (await this.#carryOut(actions, request.token)) {
        this.committed.push(request);
      }
      return { outcome: 'committed' };
    } catch (error) {
      return this.#answer(request.marker, error);
    }
  }

  async createGuarded({ TableName, Item, partitionKey, key }: GuardedCreate): Promise<GuardResult> {
    const item = { ...Item, [GUARD_ATTRIBUTE]: key };
    checkItemSize(item, TableName);
    try {
      this.#database.dynamoDb.putItem({
        tableName: TableName,
        item,
        conditionExpression: 'attribute_not_exists(#pk)',
        expressionAttributeNames: { '#pk': partitionKey },
        returnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return { outcome: 'created' };
    } catch (error) {
      refuseConflict(error);
      return { outcome: failedItem(error)[GUARD_ATTRIBUTE] === key ? 'duplicate' : 'occupied' };
    }
  }

  /** Answers false for the repeat of a transaction that was carried out before. */
  async #carryOut(actions: readonly TransactionAction[], token: string): Promise<boolean> {
    const { dynamoDb } = this.#database;
    const transactItems = actions.map(engineAction);
    const [marker, ...others] = transactItems;
    if (others.length === 0 && marker !== undefined && 'put' in marker) {
      dynamoDb.putItem(marker.put);
      return true;
    }
    if (others.length === 0 && marker !== undefined && 'update' in marker) {
      dynamoDb.updateItem(marker.update);
      return true;
    }
    const transaction = dynamoDb.beginTransactWriteItems({ transactItems, clientRequestToken: token });
    const held = transaction.isRepeat ? undefined : this.#hold(token);
    // Nothing may come in between when nothing holds it.
    if (held !== undefined) {
      await held;
    }
    transaction.commit();
    return !transaction.isRepeat;
  }

  #answer(marker: Marker, error: unknown): TransactionResult {
    if (error instanceof TransactionCanceledError) {
      return this.#answerCancelled(marker, error);
    }
    if (error instanceof ConditionalCheckFailedError) {
      return this.#answerTaken(marker, error.item);
    }
    if (error instanceof ServiceError && error.code === 'IdempotentParameterMismatchException') {
      const key = marker.kind === 'insert' ? marker.key : marker.claim.key;
      const row = this.#database.item(this.#database.inboxTable, { [inboxTable.partitionKey]: key });
      return this.#answerTaken(marker, row);
    }
    refuseConflict(error);
    throw asLimitError(error);
  }

  /** The marker comes first: a duplicate whose business conditions fail too is a duplicate. */
  #answerCancelled(marker: Marker, error: TransactionCanceledError): TransactionResult {
    const [ofMarker, ...others] = error.cancellationReasons;
    if (ofMarker?.code === 'ConditionalCheckFailed') {
      return this.#answerTaken(marker, ofMarker.item);
    }
    const invalid = error.cancellationReasons.find(({ code }) => code === 'ValidationError');
    if (invalid !== undefined) {
      throw asLimitError(new Error(invalid.message, { cause: error }));
    }
    if (error.cancellationReasons.some(({ code }) => code === 'TransactionConflict')) {
      throw new TransactionConflictError('another transaction touches the same items', { cause: error });
    }
    const failed = others.flatMap(({ code, item }, index) =>
      code === 'ConditionalCheckFailed' ? [{ index, ...(item !== undefined && { item: structuredClone(item) }) }] : [],
    );
    if (failed.length === 0) {
      throw error;
    }
    return { outcome: 'condition-failed', failed };
  }

  #answerTaken(marker: Marker, row: InMemoryItem | undefined): TransactionResult {
    const answer = markerOutcome(marker, row as unknown as MarkerRow | undefined);
    if (answer === undefined) {
      throw new TransactionConflictError('another holder has a lease on the key');
    }
    return answer;
  }
}

/** @throws TransactionConflictError when another transaction held the item of a single write. */
function refuseConflict(error: unknown): void {
  if (error instanceof ServiceError && error.code === 'TransactionConflictException') {
    throw new TransactionConflictError('another transaction touches the same item', { cause: error });
  }
}
