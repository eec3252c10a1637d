import {
  DynamoDBServiceException,
  InternalServerError,
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ThrottlingException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';

const PASSING = [
  InternalServerError,
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ThrottlingException,
  TransactionConflictException,
  TransactionInProgressException,
];

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
