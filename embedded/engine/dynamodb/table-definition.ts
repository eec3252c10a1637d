import type { KeyAttribute, KeySchema } from './table-key.ts';
import { invalid } from './validation-error.ts';

/** What a stream's records show of an item. */
export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

/** `CreateTable`, as far as the engine has it: no indexes, on-demand capacity. */
export interface CreateTableInput {
  readonly tableName: string;
  readonly keySchema: readonly { readonly attributeName: string; readonly keyType: 'HASH' | 'RANGE' }[];
  readonly attributeDefinitions: readonly {
    readonly attributeName: string;
    readonly attributeType: KeyAttribute['type'];
  }[];
  readonly streamSpecification?: { readonly streamEnabled: boolean; readonly streamViewType?: StreamViewType };
}

const TABLE_NAME = /^[\w.-]{3,255}$/;
const VIEW_TYPES: readonly string[] = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'];

/**
 * The key schema of a new table: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html.
 *
 * @throws {ServiceError} `ValidationException`.
 */
export function keySchemaOf({ tableName, keySchema, attributeDefinitions }: CreateTableInput): KeySchema {
  if (!TABLE_NAME.test(tableName)) {
    throw invalid(`TableName must be 3 to 255 letters, digits, dots, hyphens or underscores, got "${tableName}"`);
  }
  const [hash, range] = keySchema;
  if (hash?.keyType !== 'HASH' || (range !== undefined && range.keyType !== 'RANGE') || keySchema.length > 2) {
    throw invalid('KeySchema must be a HASH attribute and perhaps a RANGE attribute, in this order');
  }
  if (attributeDefinitions.length !== keySchema.length) {
    throw invalid(
      'Number of attributes in KeySchema does not exactly match number of attributes in AttributeDefinitions',
    );
  }
  const attribute = (name: string): KeyAttribute => {
    const definition = attributeDefinitions.find(({ attributeName }) => attributeName === name);
    if (definition === undefined) {
      throw invalid(`KeySchema attribute ${name} must be in AttributeDefinitions`);
    }
    return { name, type: definition.attributeType };
  };
  const partitionKey = attribute(hash.attributeName);
  return range === undefined ? { partitionKey } : { partitionKey, sortKey: attribute(range.attributeName) };
}

/**
 * The view type of a stream specification; undefined for no stream.
 *
 * @throws {ServiceError} `ValidationException`.
 */
export function streamViewTypeOf(specification: CreateTableInput['streamSpecification']): StreamViewType | undefined {
  if (specification?.streamEnabled !== true) return undefined;
  const { streamViewType } = specification;
  if (streamViewType !== undefined && VIEW_TYPES.includes(streamViewType)) return streamViewType;
  throw invalid(`StreamViewType must be one of ${VIEW_TYPES.join(', ')}, got ${streamViewType}`);
}
