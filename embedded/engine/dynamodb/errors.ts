import { ServiceError } from '../service-error.ts';
import type { Item } from './item.ts';

/** The condition of a single write did not hold. */
export class ConditionalCheckFailedError extends ServiceError {
  /** The item as it is, when the request asked for it and there is one. */
  readonly item: Item | undefined;

  constructor(item: Item | undefined) {
    super('ConditionalCheckFailedException', 'The conditional request failed');
    this.item = item;
  }
}

/** Why one action of a transaction stopped it; `None` for one that did not. */
export interface CancellationReason {
  readonly code:
    | 'None'
    | 'ConditionalCheckFailed'
    | 'TransactionConflict'
    | 'ValidationError'
    | 'ThrottlingError'
    | 'ProvisionedThroughputExceeded';
  readonly message?: string;
  /** The item as it is, when the action asked for it and there is one. */
  readonly item?: Item;
}

/** A transaction that changed nothing. */
export class TransactionCanceledError extends ServiceError {
  /** One for each action, in order. */
  readonly cancellationReasons: readonly CancellationReason[];

  constructor(reasons: readonly CancellationReason[]) {
    super(
      'TransactionCanceledException',
      `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ code }) => code).join(', ')}]`,
    );
    this.cancellationReasons = reasons;
  }
}

export const transactionConflict = (): ServiceError =>
  new ServiceError('TransactionConflictException', 'Transaction is ongoing for the item');

export const throttled = (): ServiceError =>
  new ServiceError(
    'ThrottlingException',
    'Throughput exceeds the current capacity for one or more operations; retry with exponential backoff',
  );
