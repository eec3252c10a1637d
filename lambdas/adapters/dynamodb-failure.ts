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
import {
  DatabaseUnavailableError,
  MessagingError,
  messageOf,
  TableThrottledError,
  TransactionConflictError,
} from '../runtime/errors.ts';

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
  // No answer at all. The SDK calls its time-outs so, of which not all have a code, and its aborts otherwise.
  return (
    error instanceof Error &&
    !(error instanceof MessagingError) &&
    (error.name === 'TimeoutError' || NETWORK_CODE.test(String((error as NodeJS.ErrnoException).code)))
  );
}

/** Node's codes of network failures, such as ECONNRESET and EAI_AGAIN. Those of wrong calls begin with ERR_. */
const NETWORK_CODE = /^E(?!RR_)[A-Z_]+$/;

/** Reasons of a cancelled transaction that a throttled table gives. */
const THROTTLE_REASONS = new Set(['ThrottlingError', 'ProvisionedThroughputExceeded']);

/**
 * Carries out a write that is retried inside.
 *
 * @throws TableThrottledError when throttles outlasted the retries, TransactionConflictError when conflicts did,
 * DatabaseUnavailableError when failures of the service or missing answers did; anything else as it was thrown.
 */
export async function withFailuresNamed<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (isThrottle(error)) {
      throw new TableThrottledError('the table is throttled; raise its capacity or spread its keys', { cause: error });
    }
    if (error instanceof TransactionConflictException) {
      throw new TransactionConflictError('other transactions kept touching the item; the message is retried', {
        cause: error,
      });
    }
    throw isPassing(error)
      ? new DatabaseUnavailableError(`DynamoDB failed or did not answer: ${messageOf(error)}`, { cause: error })
      : error;
  }
}

const isThrottle = (error: unknown): boolean =>
  THROTTLES.some((kind) => error instanceof kind) ||
  (error instanceof TransactionCanceledException &&
    (error.CancellationReasons ?? []).some(({ Code = '' }) => THROTTLE_REASONS.has(Code)));
