import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { plainItem } from '../runtime/attribute-value.ts';
import { checkItemSize } from '../runtime/item-size.ts';
import type { GuardedCreate, GuardResult } from '../runtime/ports/index.ts';
import { isPassing } from './dynamodb-failure.ts';
import { type RetryPorts, retryInPlace } from './retry-in-place.ts';

/** Attribute of a guarded item that holds the idempotency key of the event that created it. */
const GUARD_ATTRIBUTE = 'fanoutKey';

/** Creates one item unless it exists, with the guard in the item itself; see `TransactionStore.createGuarded`. */
export async function createGuardedItem(
  { TableName, Item, partitionKey, key }: GuardedCreate,
  props: RetryPorts & { readonly client: DynamoDBDocumentClient },
): Promise<GuardResult> {
  const guarded = { ...Item, [GUARD_ATTRIBUTE]: key };
  checkItemSize(guarded, TableName);
  const put = new PutCommand({
    TableName,
    Item: guarded,
    ConditionExpression: 'attribute_not_exists(#pk)',
    ExpressionAttributeNames: { '#pk': partitionKey },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await retryInPlace(() => props.client.send(put, props.deadline.options()), isPassing, props);
    return { outcome: 'created' };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) {
      throw error;
    }
    const existing = plainItem(error.Item ?? {});
    return { outcome: existing[GUARD_ATTRIBUTE] === key ? 'duplicate' : 'occupied' };
  }
}
