import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { FailureReport } from '../../contracts/failure.ts';
import { inboxTable } from '../../contracts/tables.ts';
import type { EpochSeconds } from '../../contracts/time.ts';
import { plainItem } from '../runtime/attribute-value.ts';
import { claimRow, freeCondition, type MarkerRow, markerOf, ownedCondition } from '../runtime/inbox/inbox-row.ts';
import type {
  AttemptRecord,
  Claim,
  ClaimRequest,
  ClaimResult,
  InboxMarker,
  InboxStore,
} from '../runtime/ports/index.ts';
import { isPassing } from './dynamodb-failure.ts';
import { type RetryPorts, retryInPlace } from './retry-in-place.ts';

/** Props for {@link DynamoDbInboxStore}. */
export interface DynamoDbInboxStoreProps extends RetryPorts {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** The inbox in a DynamoDB table with the key schema of `inboxTable`. */
export class DynamoDbInboxStore implements InboxStore {
  readonly #props: DynamoDbInboxStoreProps;

  constructor(props: DynamoDbInboxStoreProps) {
    this.#props = props;
  }

  async claim(request: ClaimRequest): Promise<ClaimResult> {
    const { client, tableName, deadline } = this.#props;
    const { key, owner, leaseEndsAt } = request;
    const put = new PutCommand({
      TableName: tableName,
      Item: claimRow(request),
      ...freeCondition(request.fingerprint, request.now),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const claimed: ClaimResult = { outcome: 'claimed', claim: { key, owner, leaseEndsAt } };
    try {
      await retryInPlace(() => client.send(put, deadline.options()), isPassing, this.#props);
      return claimed;
    } catch (error) {
      const row = existingRow(error);
      if (row.fingerprint !== request.fingerprint) {
        return { outcome: 'key-reused' };
      }
      if (row.state === 'completed') {
        return { outcome: 'completed', ...(row.result !== undefined && { result: row.result }) };
      }
      // Our own owner token is there when an earlier try was carried out and its answer lost.
      return row.owner === owner ? claimed : { outcome: 'in-progress', leaseEndsAt: row.leaseEndsAt };
    }
  }

  async release(claim: Claim): Promise<void> {
    const { client, tableName, deadline } = this.#props;
    const remove = new DeleteCommand({
      TableName: tableName,
      Key: { [inboxTable.partitionKey]: claim.key },
      ...ownedCondition(claim),
    });
    try {
      await retryInPlace(() => client.send(remove, deadline.options()), isPassing, this.#props);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) {
        throw error;
      }
    }
  }

  async readMarker(key: string): Promise<InboxMarker | undefined> {
    const row = await this.#read(key);
    return row === undefined ? undefined : markerOf(row as MarkerRow);
  }

  async readAttempts(attemptKey: string): Promise<AttemptRecord | undefined> {
    const row = await this.#read(attemptKey);
    if (row === undefined) {
      return undefined;
    }
    const { [inboxTable.partitionKey]: _key, [inboxTable.ttlAttribute]: _expiresAt, ...record } = row;
    return record as unknown as AttemptRecord;
  }

  async recordStart(attemptKey: string, record: AttemptRecord, expiresAt: EpochSeconds): Promise<void> {
    await this.#write(attemptKey, record, expiresAt);
  }

  async recordFailure(attemptKey: string, record: AttemptRecord, expiresAt: EpochSeconds): Promise<void> {
    await this.#write(attemptKey, { ...record, startedAt: undefined }, expiresAt);
  }

  async forgetAttempts(attemptKey: string): Promise<void> {
    const { client, tableName, deadline } = this.#props;
    const remove = new DeleteCommand({ TableName: tableName, Key: { [inboxTable.partitionKey]: attemptKey } });
    await retryInPlace(() => client.send(remove, deadline.options()), isPassing, this.#props);
  }

  async recordDeadLetter(deadLetterKey: string, report: FailureReport, expiresAt: EpochSeconds): Promise<void> {
    await this.#write(deadLetterKey, { report }, expiresAt);
  }

  async #read(key: string): Promise<Record<string, unknown> | undefined> {
    const { client, tableName, deadline } = this.#props;
    const get = new GetCommand({
      TableName: tableName,
      Key: { [inboxTable.partitionKey]: key },
      ConsistentRead: true,
    });
    return (await retryInPlace(() => client.send(get, deadline.options()), isPassing, this.#props)).Item;
  }

  async #write(key: string, attributes: object, expiresAt: EpochSeconds): Promise<void> {
    const { client, tableName, deadline } = this.#props;
    const put = new PutCommand({
      TableName: tableName,
      Item: { ...attributes, [inboxTable.partitionKey]: key, [inboxTable.ttlAttribute]: expiresAt },
    });
    await retryInPlace(() => client.send(put, deadline.options()), isPassing, this.#props);
  }
}

/** The row that made a condition fail; rethrows every other error. */
function existingRow(error: unknown): MarkerRow {
  if (error instanceof ConditionalCheckFailedException && error.Item !== undefined) {
    return plainItem(error.Item) as unknown as MarkerRow;
  }
  throw error;
}
