import type { FailureReport } from '../../contracts/failure.ts';
import { inboxTable } from '../../contracts/tables.ts';
import type { EpochSeconds } from '../../contracts/time.ts';
import {
  claimRow,
  freeCondition,
  type MarkerRow,
  markerOf,
  ownedCondition,
} from '../../lambdas/runtime/inbox/inbox-row.ts';
import type {
  AttemptRecord,
  Claim,
  ClaimRequest,
  ClaimResult,
  InboxMarker,
  InboxStore,
} from '../../lambdas/runtime/ports/index.ts';
import { conditionOf, failedItem } from './engine-words.ts';
import type { InMemoryDatabase } from './in-memory-database.ts';

/** The inbox on the engine's DynamoDB, with the rows and conditions of the real adapter. */
export class InMemoryInboxStore implements InboxStore {
  readonly #database: InMemoryDatabase;

  constructor(database: InMemoryDatabase) {
    this.#database = database;
  }

  async claim(request: ClaimRequest): Promise<ClaimResult> {
    const { key, owner, leaseEndsAt, fingerprint, now } = request;
    const claimed: ClaimResult = { outcome: 'claimed', claim: { key, owner, leaseEndsAt } };
    try {
      this.#database.dynamoDb.putItem({
        tableName: this.#database.inboxTable,
        item: claimRow(request),
        ...conditionOf(freeCondition(fingerprint, now)),
        returnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return claimed;
    } catch (error) {
      const row = failedItem(error) as unknown as MarkerRow;
      if (row.fingerprint !== fingerprint) {
        return { outcome: 'key-reused' };
      }
      if (row.state === 'completed') {
        return { outcome: 'completed', ...(row.result !== undefined && { result: row.result }) };
      }
      return row.owner === owner ? claimed : { outcome: 'in-progress', leaseEndsAt: row.leaseEndsAt };
    }
  }

  async release(claim: Claim): Promise<void> {
    try {
      this.#database.dynamoDb.deleteItem({
        tableName: this.#database.inboxTable,
        key: { [inboxTable.partitionKey]: claim.key },
        ...conditionOf(ownedCondition(claim)),
      });
    } catch (error) {
      failedItem(error);
    }
  }

  async readMarker(key: string): Promise<InboxMarker | undefined> {
    const row = this.#read(key);
    return row === undefined ? undefined : markerOf(row as unknown as MarkerRow);
  }

  async readAttempts(attemptKey: string): Promise<AttemptRecord | undefined> {
    const row = this.#read(attemptKey);
    if (row === undefined) {
      return undefined;
    }
    const { [inboxTable.partitionKey]: _key, [inboxTable.ttlAttribute]: _expiresAt, ...record } = row;
    return record as unknown as AttemptRecord;
  }

  async recordStart(attemptKey: string, record: AttemptRecord, expiresAt: EpochSeconds): Promise<void> {
    this.#write(attemptKey, record, expiresAt);
  }

  async recordFailure(attemptKey: string, record: AttemptRecord, expiresAt: EpochSeconds): Promise<void> {
    this.#write(attemptKey, { ...record, startedAt: undefined }, expiresAt);
  }

  async forgetAttempts(attemptKey: string): Promise<void> {
    this.#database.delete(this.#database.inboxTable, { [inboxTable.partitionKey]: attemptKey });
  }

  async recordDeadLetter(deadLetterKey: string, report: FailureReport, expiresAt: EpochSeconds): Promise<void> {
    this.#write(deadLetterKey, { report }, expiresAt);
  }

  #read(key: string): Readonly<Record<string, unknown>> | undefined {
    return this.#database.item(this.#database.inboxTable, { [inboxTable.partitionKey]: key });
  }

  #write(key: string, attributes: object, expiresAt: EpochSeconds): void {
    this.#database.put(this.#database.inboxTable, {
      ...attributes,
      [inboxTable.partitionKey]: key,
      [inboxTable.ttlAttribute]: expiresAt,
    });
  }
}
