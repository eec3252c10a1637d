import { describe, expect, it } from 'vitest';
import { toEpochSeconds } from '../../../contracts/time.ts';
import { DynamoDbInboxStore } from '../../../lambdas/adapters/dynamodb-inbox-store.ts';
import { RequestDeadline } from '../../../lambdas/adapters/request-deadline.ts';
import { SeededRandom } from '../../../testing/in-memory/seeded-random.ts';
import { CannedService, noConnection, wireError } from './canned-service.ts';
import { HastyClock } from './hasty-clock.ts';

const clock = new HastyClock();
const record = {
  attempts: 1,
  firstFailureAt: clock.now(),
  lastFailureAt: clock.now(),
  error: 'Error',
  message: 'no',
  receiveCount: 2,
};
const expiresAt = toEpochSeconds(clock.now());

const calls: readonly [name: string, call: (inbox: DynamoDbInboxStore) => Promise<unknown>][] = [
  ['readAttempts', (inbox) => inbox.readAttempts('k')],
  ['readMarker', (inbox) => inbox.readMarker('k')],
  ['recordStart', (inbox) => inbox.recordStart('k', record, expiresAt)],
  ['recordFailure', (inbox) => inbox.recordFailure('k', record, expiresAt)],
  ['forgetAttempts', (inbox) => inbox.forgetAttempts('k')],
  ['release', (inbox) => inbox.release({ key: 'k', owner: 'me', leaseEndsAt: clock.now() })],
];

describe('DynamoDbInboxStore', () => {
  it.each(calls)(
    'G4 repeats %s in place, so that a throttle or a lost answer costs no receive',
    async (_name, call) => {
      const service = new CannedService(
        wireError('ProvisionedThroughputExceededException'),
        noConnection(),
        wireError('InternalServerError', {}, 500),
        { body: {} },
      );
      const inbox = new DynamoDbInboxStore({
        client: service.dynamoDb(),
        tableName: 'inbox',
        clock,
        random: new SeededRandom(),
        deadline: new RequestDeadline(),
      });

      await call(inbox);

      expect(service.requests).toHaveLength(4);
    },
  );
});
