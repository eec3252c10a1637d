import type { DynamoDb } from '../../../embedded/engine/dynamodb/dynamodb.ts';

type Action =
  | 'putItem'
  | 'updateItem'
  | 'deleteItem'
  | 'getItem'
  | 'query'
  | 'scan'
  | 'batchWriteItem'
  | 'transactWriteItems'
  | 'transactGetItems';

/** DynamoDB's actions by the engine's names, whoever carries them out. Errors have a `code`. */
export type DynamoDbCalls = {
  readonly [Name in Action]: (input: Parameters<DynamoDb[Name]>[0]) => Promise<ReturnType<DynamoDb[Name]>>;
};

/** What a scenario runs on. */
export interface DataServices {
  readonly dynamoDb: DynamoDbCalls;
  /** An empty table with the partition key `pk`, a text. */
  readonly table: string;
  /** An empty table with the partition key `pk` and the sort key `sk`, texts. */
  readonly sorted: string;
}
