import { DynamoDb } from '../../../embedded/engine/dynamodb/dynamodb.ts';
import { virtualSurroundings } from '../../unit/engine/virtual-surroundings.ts';
import type { DataServices, DynamoDbCalls } from './data-services.ts';

/** The engine's DynamoDB with two empty tables. */
export function engineServices(): DataServices {
  const database = new DynamoDb(virtualSurroundings());
  const create = (tableName: string, names: readonly string[]): string => {
    database.createTable({
      tableName,
      keySchema: names.map((attributeName, index) => ({ attributeName, keyType: index === 0 ? 'HASH' : 'RANGE' })),
      attributeDefinitions: names.map((attributeName) => ({ attributeName, attributeType: 'S' })),
    });
    return tableName;
  };
  return {
    table: create('table', ['pk']),
    sorted: create('sorted', ['pk', 'sk']),
    dynamoDb: new Proxy(database, {
      get: (target, action: keyof DynamoDbCalls) => async (input: never) => target[action](input),
    }) as unknown as DynamoDbCalls,
  };
}
