import { ServiceError } from '../service-error.ts';
import { type CancellationReason, TransactionCanceledError } from './errors.ts';
import type { Item } from './item.ts';
import { itemBytes } from './item-size.ts';
import { unitsOfWrite } from './single-write.ts';
import { invalid } from './validation-error.ts';
import type { WriteAction } from './write-action.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const MAX_ACTIONS = 100;
const MAX_BYTES = 4_194_304;

/** A write that has been let into a transaction. */
interface PreparedAction {
  readonly action: WriteAction;
  readonly old: Item | undefined;
  readonly next: Item | undefined;
}

/** A transaction that holds its items: it has been checked, and nothing can come between that and its commit. */
export class PreparedTransaction {
  readonly #prepared: readonly PreparedAction[];
  #isOver = false;

  /**
   * Checks the actions in order and holds their items.
   *
   * @throws {ServiceError} `ValidationException` for too many actions or bytes, or two actions on one item.
   * @throws {TransactionCanceledError} when a condition does not hold, another transaction holds an item, or an update
   * cannot be made. Nothing is held then.
   */
  constructor(actions: readonly WriteAction[], isThrottled: (action: WriteAction) => boolean) {
    assertActions(actions);
    const results = actions.map((action) => prepare(action, isThrottled));
    if (results.some((result) => 'code' in result)) {
      throw new TransactionCanceledError(results.map((result) => ('code' in result ? result : { code: 'None' })));
    }
    this.#prepared = results as readonly PreparedAction[];
    assertBytes(this.#prepared);
    for (const { action } of this.#prepared) action.table.held.add(action.key.id);
  }

  /** Write units by table: twice those of the single writes. */
  units(): ReadonlyMap<string, number> {
    const units = new Map<string, number>();
    for (const { action, old, next } of this.#prepared) {
      const name = action.table.name;
      units.set(name, (units.get(name) ?? 0) + 2 * unitsOfWrite({ old, new: next }));
    }
    return units;
  }

  /** Applies all actions at once and lets the items go. */
  commit(): void {
    this.#end();
    for (const { action, next } of this.#prepared) {
      if (!action.isCheckOnly) action.table.write(action.key, next);
    }
  }

  /** Lets the items go as they were. */
  rollback(): void {
    this.#end();
  }

  #end(): void {
    if (this.#isOver) throw new Error('the transaction has been committed or rolled back before');
    this.#isOver = true;
    for (const { action } of this.#prepared) action.table.held.delete(action.key.id);
  }
}

function prepare(
  action: WriteAction,
  isThrottled: (action: WriteAction) => boolean,
): PreparedAction | CancellationReason {
  const { table, key, showsOldOnFailure } = action;
  if (table.held.has(key.id)) return { code: 'TransactionConflict', message: 'Transaction is ongoing for the item' };
  if (isThrottled(action)) return { code: 'ThrottlingError', message: 'Throughput exceeds the current capacity' };
  const old = table.get(key)?.item;
  if (!action.holds(old)) {
    return {
      code: 'ConditionalCheckFailed',
      message: 'The conditional request failed',
      ...(showsOldOnFailure && old !== undefined && { item: old }),
    };
  }
  try {
    return { action, old, next: action.next(old) };
  } catch (error) {
    if (error instanceof ServiceError) return { code: 'ValidationError', message: error.message };
    throw error;
  }
}

function assertActions(actions: readonly WriteAction[]): void {
  if (actions.length === 0 || actions.length > MAX_ACTIONS) {
    throw invalid(
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to ${MAX_ACTIONS} and greater than or equal to 1, got ${actions.length}`,
    );
  }
  const ids = new Set(actions.map(({ table, key }) => `${table.name} ${key.id}`));
  if (ids.size < actions.length) throw invalid('Transaction request cannot include multiple operations on one item');
}

function assertBytes(prepared: readonly PreparedAction[]): void {
  const bytes = prepared.reduce((sum, { next }) => sum + (next === undefined ? 0 : itemBytes(next)), 0);
  if (bytes > MAX_BYTES) {
    throw invalid(`Collection size exceeded: a transaction must have at most ${MAX_BYTES} bytes, got ${bytes}`);
  }
}
