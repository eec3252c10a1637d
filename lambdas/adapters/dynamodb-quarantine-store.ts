import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { dynamoDbLimits } from '../../contracts/limits.ts';
import { outboxTable } from '../../contracts/tables.ts';
import { itemBytes } from '../runtime/item-size.ts';
import type { QuarantinedRecord, QuarantineStore } from '../runtime/ports/index.ts';
import { isPassing } from './dynamodb-failure.ts';
import { quarantineReason } from './quarantine-reason.ts';
import { type RetryPorts, retryInPlace } from './retry-in-place.ts';

/** Props for {@link DynamoDbQuarantineStore}. */
export interface DynamoDbQuarantineStoreProps extends RetryPorts {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** A quarantine in a DynamoDB table with the key schema of `outboxTable`. */
export class DynamoDbQuarantineStore implements QuarantineStore {
  readonly #props: DynamoDbQuarantineStoreProps;

  constructor(props: DynamoDbQuarantineStoreProps) {
    this.#props = props;
  }

  async keep({ key, reason, attributes }: QuarantinedRecord): Promise<void> {
    const { client, tableName, deadline } = this.#props;
    const bare = {
      [outboxTable.partitionKey]: key.orderingKey,
      [outboxTable.sortKey]: key.sortKey,
      ...quarantineReason(reason),
    };
    const whole = { ...attributes, ...bare };
    const put = new PutCommand({
      TableName: tableName,
      Item: itemBytes(whole) > dynamoDbLimits.maxItemBytes ? bare : whole,
    });
    await retryInPlace(() => client.send(put, deadline.options()), isPassing, this.#props);
  }
}
