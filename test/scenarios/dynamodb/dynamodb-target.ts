import { startLocalStack } from '../../../testing/targets/localstack.ts';
import { chosenDynamoDb } from '../../chosen-dynamodb.ts';
import { type DynamoDbEngine, dynamoDbAt, startDynamoDb } from '../../conformance/engines/dynamodb-engine.ts';

const isLocalStack = process.env['FANOUT_TEST_DYNAMODB'] === 'localstack';

/** Where the scenarios run beside the engine: `FANOUT_TEST_DYNAMODB` may be `dynamodb-local` or `localstack`. */
export const chosenTarget = isLocalStack ? 'localstack' : (chosenDynamoDb ?? 'dynoxide');

/** Starts what was chosen: a process, or LocalStack in a container. */
export async function startDynamoDbTarget(): Promise<DynamoDbEngine> {
  if (!isLocalStack) return startDynamoDb();
  const { endpoint, stop } = await startLocalStack();
  return dynamoDbAt(endpoint, stop);
}
