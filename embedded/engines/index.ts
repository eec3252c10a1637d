import { type DynamoDb, startDynamoDb } from './dynamodb.ts';
import type { DynamoDbEngineName } from './dynamodb-process.ts';
import type { Engine } from './engine.ts';
import { startFauxqs } from './fauxqs.ts';

/** The engines of one embedded cloud. */
export interface Engines {
  /** SNS, SQS, S3 and STS. */
  readonly fauxqs: Engine;
  /** DynamoDB and DynamoDB Streams. */
  readonly dynamodb: DynamoDb;
}

/**
 * Starts all engines side by side; `parts` ends those that started, also when another one does not.
 *
 * @param endpoint - base URL for queue URLs
 * @param dynamodbEngine - undefined for dynoxide where its binary is installed, else DynamoDB Local
 * @throws {EmbeddedCloudError} ENGINE_UNAVAILABLE.
 */
export async function startEngines(
  endpoint: () => string,
  parts: AsyncDisposableStack,
  dynamodbEngine?: DynamoDbEngineName,
): Promise<Engines> {
  const owned = async <Owned extends Engine>(starting: Promise<Owned>): Promise<Owned> => {
    const engine = await starting;
    parts.defer(() => engine.stop());
    return engine;
  };
  const starting = [owned(startDynamoDb(dynamodbEngine)), owned(startFauxqs(endpoint))] as const;
  await Promise.allSettled(starting);
  const [dynamodb, fauxqs] = await Promise.all(starting);
  return { dynamodb, fauxqs };
}
