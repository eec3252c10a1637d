import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { plainItem, type RawItem } from '../runtime/attribute-value.ts';
import { itemBytes } from '../runtime/item-size.ts';

const WRITE_UNIT_BYTES = 1024;
/** DynamoDB prepares and commits each item of a transaction. */
const TRANSACTION_FACTOR = 2;

type Plain = Readonly<Record<string, unknown>>;

/**
 * Write units of a write whose condition failed, which DynamoDB bills and does not answer: those of the larger of the
 * new and the existing item
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html). Of a cancelled
 * transaction every action counts as if it had been committed, which is an upper bound. 0 for any other error.
 */
export function estimatedWriteUnits(input: object, error: unknown): number {
  if (error instanceof ConditionalCheckFailedException) {
    return unitsOf(input as Plain, error.Item);
  }
  if (!(error instanceof TransactionCanceledException)) {
    return 0;
  }
  const { TransactItems: actions = [] } = input as {
    readonly TransactItems?: readonly Readonly<Record<string, Plain>>[];
  };
  return actions.reduce((total, action, index) => {
    const write = Object.values(action)[0] ?? {};
    return total + TRANSACTION_FACTOR * unitsOf(write, error.CancellationReasons?.[index]?.Item);
  }, 0);
}

/** The new item of an update is not known: its key and values stand for it. */
function unitsOf(write: Plain, existing: RawItem | undefined): number {
  const parts = [write['Item'], write['Key'], write['ExpressionAttributeValues']] as readonly (Plain | undefined)[];
  const [item, key, values] = parts.map((part) => (part === undefined ? 0 : itemBytes(part)));
  const newBytes = item || (key ?? 0) + (values ?? 0);
  const existingBytes = existing === undefined ? 0 : itemBytes(plainItem(existing));
  return Math.max(1, Math.ceil(Math.max(newBytes, existingBytes) / WRITE_UNIT_BYTES));
}
