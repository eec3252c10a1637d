import { DynamoDb } from '../../../../embedded/engine/dynamodb/dynamodb.ts';
import type { DynamoDbOptions } from '../../../../embedded/engine/dynamodb/dynamodb-options.ts';
import type { StreamViewType } from '../../../../embedded/engine/dynamodb/table-definition.ts';
import { type VirtualSurroundings, virtualSurroundings } from '../virtual-surroundings.ts';

/** A database with a table `orders` (partition key `pk`) and a table `lines` (`pk` and sort key `sk`), both with streams. */
export interface OpenedDatabase extends VirtualSurroundings {
  readonly database: DynamoDb;
  /** Streams by table name. */
  readonly streamArns: Readonly<Record<'orders' | 'lines', string>>;
}

export function openDatabase(
  options: DynamoDbOptions & { readonly viewType?: StreamViewType; readonly seed?: number } = {},
): OpenedDatabase {
  const { viewType: streamViewType = 'NEW_AND_OLD_IMAGES', seed, ...databaseOptions } = options;
  const surroundings = virtualSurroundings(seed);
  const database = new DynamoDb(surroundings, databaseOptions);
  const create = (tableName: string, keys: readonly string[]): string =>
    database.createTable({
      tableName,
      keySchema: keys.map((attributeName, index) => ({ attributeName, keyType: index === 0 ? 'HASH' : 'RANGE' })),
      attributeDefinitions: keys.map((attributeName) => ({ attributeName, attributeType: 'S' })),
      streamSpecification: { streamEnabled: true, streamViewType },
    }).latestStreamArn as string;
  const streamArns = { orders: create('orders', ['pk']), lines: create('lines', ['pk', 'sk']) };
  return { ...surroundings, database, streamArns };
}
