import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMillis, epochMillis, toEpochSeconds } from '../../contracts/time.ts';
import { DynamoDbInboxStore } from '../../lambdas/adapters/dynamodb-inbox-store.ts';
import { DynamoDbTransactionStore } from '../../lambdas/adapters/dynamodb-transaction-store.ts';
import type { Claim, TransactionStore } from '../../lambdas/runtime/ports/index.ts';
import { InMemoryDatabase } from '../../testing/in-memory/in-memory-database.ts';
import { InMemoryInboxStore } from '../../testing/in-memory/in-memory-inbox-store.ts';
import { InMemoryTransactionStore } from '../../testing/in-memory/in-memory-transaction-store.ts';
import { realPorts } from './engines/adapter-ports.ts';
import { type DynamoDbEngine, startDynamoDb } from './engines/dynamodb-engine.ts';
import { conformsAsInboxStore } from './inbox-store.ts';

const now = epochMillis(1_767_225_600_000);
const expiresAt = toEpochSeconds(addMillis(now, 86_400_000));

const completeWith = (transactions: TransactionStore) => async (claim: Claim, result?: string) => {
  const marker = { kind: 'complete', claim, expiresAt, result } as const;
  expect(await transactions.commit({ marker, writes: [], entries: [], token: claim.owner })).toEqual({
    outcome: 'committed',
  });
};

conformsAsInboxStore('InMemoryInboxStore', async () => {
  const database = new InMemoryDatabase();
  return {
    store: new InMemoryInboxStore(database),
    complete: completeWith(new InMemoryTransactionStore(database)),
  };
});

describe('on DynamoDB', () => {
  let engine: DynamoDbEngine;
  beforeAll(async () => {
    engine = await startDynamoDb();
  });
  afterAll(() => engine.stop());

  const open = async () => {
    const tableName = await engine.createTable('inbox', 'pk');
    const props = { ...realPorts(), client: engine.client, tableName, inboxTable: tableName };
    return {
      tableName,
      store: new DynamoDbInboxStore(props),
      complete: completeWith(new DynamoDbTransactionStore(props)),
    };
  };

  conformsAsInboxStore('DynamoDbInboxStore', open);

  it('writes the time to live in seconds, on every kind of record', async () => {
    const { store, tableName } = await open();
    const failure = {
      attempts: 1,
      firstFailureAt: now,
      lastFailureAt: now,
      error: 'E',
      message: 'm',
      receiveCount: 1,
    };

    await store.claim({ key: 'claim', owner: 'o', fingerprint: 'f', now, leaseEndsAt: now, expiresAt });
    await store.recordFailure('failure', failure, expiresAt);
    await store.recordStart('start', failure, expiresAt);
    await store.recordDeadLetter('report', { reason: 'CRASHED' } as never, expiresAt);

    for (const pk of ['claim', 'failure', 'start', 'report']) {
      const { Item } = await engine.client.send(new GetCommand({ TableName: tableName, Key: { pk } }));
      expect(Item, pk).toMatchObject({ expiresAt: 1_767_312_000 });
    }
  });
});
