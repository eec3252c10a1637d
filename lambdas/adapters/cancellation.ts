import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import { plainItem, type RawItem } from '../runtime/attribute-value.ts';
import type { FailedCondition } from '../runtime/ports/index.ts';

/** Why DynamoDB cancelled a transaction whose first action is the marker. */
export type Cancellation =
  /** The marker's condition failed, whatever the others said. `row` is missing when DynamoDB did not return it. */
  | { readonly kind: 'marker-failed'; readonly row?: RawItem }
  /** The marker's condition held, those of business writes did not. */
  | { readonly kind: 'condition-failed'; readonly failed: readonly FailedCondition[] }
  /** A conflict or a throttle: the same transaction may succeed in a moment. */
  | { readonly kind: 'passing'; readonly conflict: boolean }
  /** A write that no repeat can cure. */
  | { readonly kind: 'invalid'; readonly index: number; readonly message: string }
  /** No reasons, or none that is known. */
  | { readonly kind: 'unclear' };

const CONDITION_FAILED = 'ConditionalCheckFailed';
const CONFLICT = 'TransactionConflict';
const PASSING = new Set([CONFLICT, 'ThrottlingError', 'ProvisionedThroughputExceeded']);
const INVALID = new Set(['ValidationError', 'ItemCollectionSizeLimitExceeded']);

/**
 * Reads the reasons, one per action and in its order. The marker comes first: a duplicate whose business conditions
 * fail too, because its effect has been applied, is a duplicate.
 */
export function readCancellation(
  reasons: readonly CancellationReason[] | undefined,
  actionCount: number,
): Cancellation {
  if (reasons === undefined || reasons.length !== actionCount) {
    return { kind: 'unclear' };
  }
  const [marker, ...others] = reasons;
  if (marker?.Code === CONDITION_FAILED) {
    return { kind: 'marker-failed', ...(marker.Item !== undefined && { row: marker.Item }) };
  }
  const invalid = reasons.findIndex(({ Code = '' }) => INVALID.has(Code));
  if (invalid !== -1) {
    return { kind: 'invalid', index: invalid, message: reasons[invalid]?.Message ?? reasons[invalid]?.Code ?? '' };
  }
  if (reasons.some(({ Code = '' }) => PASSING.has(Code))) {
    return { kind: 'passing', conflict: reasons.some(({ Code }) => Code === CONFLICT) };
  }
  const failed = others.flatMap(({ Code, Item }, index) =>
    Code === CONDITION_FAILED ? [failedCondition(index, Item)] : [],
  );
  return failed.length > 0 ? { kind: 'condition-failed', failed } : { kind: 'unclear' };
}

const failedCondition = (index: number, item: RawItem | undefined): FailedCondition => ({
  index,
  ...(item !== undefined && { item: plainItem(item) }),
});
