import {
  DynamoDBServiceException,
  InternalServerError,
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { TableThrottledError } from '../runtime/errors.ts';

const THROTTLES = [ProvisionedThroughputExceededException, RequestLimitExceeded, ThrottlingException];
const PASSING = [...THROTTLES, InternalServerError, TransactionConflictException, TransactionInProgressException];

/**
 * Whether the same request may succeed in a moment: throttled, in conflict with another transaction, or nobody knows
 * whether it was carried out. Not when the request was cut off because the invocation's time is up.
 */
export function isPassing(error: unknown): boolean {
  if (error instanceof DynamoDBServiceException) {
    return PASSING.some((kind) => error instanceof kind) || (error.$metadata.httpStatusCode ?? 0) >= 500;
  }
  // No answer at all: Node's network errors and the SDK's time-outs carry a code, its aborts and our mistakes do not.
  return error instanceof Error && 'code' in error;
}

/** Reasons of a cancelled transaction that a throttled table gives. */
const THROTTLE_REASONS = new Set(['ThrottlingError', 'ProvisionedThroughputExceeded']);

/**
 * Carries out a write that is retried inside.
 *
 * @throws TableThrottledError when throttles outlasted the retries; anything else as it was thrown.
 */
export async function withThrottlesNamed<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    throw isThrottle(error)
      ? new TableThrottledError('the table is throttled; raise its capacity or spread its keys', { cause: error })
      : error;
  }
}

const isThrottle = (error: unknown): boolean =>
  THROTTLES.some((kind) => error instanceof kind) ||
  (error instanceof TransactionCanceledException &&
    (error.CancellationReasons ?? []).some(({ Code = '' }) => THROTTLE_REASONS.has(Code)));
