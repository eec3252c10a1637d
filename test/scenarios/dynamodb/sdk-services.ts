import {
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { plainItem, type RawItem } from '../../../lambdas/runtime/attribute-value.ts';
import type { DynamoDbCalls } from './data-services.ts';
import { camelFields, pascalFields } from './field-names.ts';

const COMMANDS: Readonly<Record<keyof DynamoDbCalls, new (input: never) => object>> = {
  putItem: PutCommand,
  updateItem: UpdateCommand,
  deleteItem: DeleteCommand,
  getItem: GetCommand,
  query: QueryCommand,
  scan: ScanCommand,
  batchWriteItem: BatchWriteCommand,
  transactWriteItems: TransactWriteCommand,
  transactGetItems: TransactGetCommand,
};

/** An error of the SDK with what the engine's errors have. */
interface SdkError extends Error {
  readonly Item?: RawItem;
  readonly CancellationReasons?: readonly { readonly Code?: string; readonly Item?: RawItem }[];
}

/** DynamoDB through the SDK's document client. */
export function sdkCalls(client: DynamoDBDocumentClient): DynamoDbCalls {
  const call = async (action: keyof DynamoDbCalls, input: unknown): Promise<unknown> => {
    try {
      const output = (await client.send(new COMMANDS[action](pascalFields(input) as never) as never)) as object;
      const { $metadata: _, ...fields } = output as { readonly $metadata?: unknown };
      return camelFields(fields);
    } catch (error) {
      const { name: code, Item: item, CancellationReasons: reasons } = error as SdkError;
      throw Object.assign(new Error(code, { cause: error }), {
        code,
        item: item && plainItem(item),
        cancellationReasons: reasons?.map((reason) => ({
          code: reason.Code,
          ...(reason.Item !== undefined && { item: plainItem(reason.Item) }),
        })),
      });
    }
  };
  return new Proxy({} as DynamoDbCalls, {
    get: (_, action: keyof DynamoDbCalls) => (input: unknown) => call(action, input),
  });
}
