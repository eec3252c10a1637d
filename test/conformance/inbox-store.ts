import { beforeEach, describe, expect, it } from 'vitest';
import type { FailureReport } from '../../contracts/failure.ts';
import { addMillis, type EpochMillis, epochMillis, toEpochSeconds } from '../../contracts/time.ts';
import type { AttemptRecord, Claim, ClaimRequest, InboxStore } from '../../lambdas/runtime/ports/index.ts';

const now = epochMillis(1_767_225_600_000);
const expiresAt = toEpochSeconds(addMillis(now, 86_400_000));

/** An inbox under test. */
export interface OpenedInbox {
  readonly store: InboxStore;
  /** Completes a claim the way a transaction does. */
  complete(claim: Claim, result?: string): Promise<void>;
}

/** What every {@link InboxStore} does. `open` answers an empty one. */
export function conformsAsInboxStore(name: string, open: () => Promise<OpenedInbox>): void {
  describe(`${name}, as an inbox store`, () => {
    let inbox: OpenedInbox;
    beforeEach(async () => {
      inbox = await open();
    });

    const claim = (owner: string, changes: Partial<ClaimRequest> = {}) =>
      inbox.store.claim({
        key: 'payment#/orders#1',
        owner,
        fingerprint: 'digest',
        now,
        leaseEndsAt: addMillis(now, 1_000),
        expiresAt,
        ...changes,
      });
    const claimed = async (owner: string): Promise<Claim> => {
      const result = await claim(owner);
      expect(result.outcome).toBe('claimed');
      return (result as { claim: Claim }).claim;
    };
    const claimLater = (owner: string, milliseconds: number) =>
      claim(owner, { now: addMillis(now, milliseconds), leaseEndsAt: addMillis(now, milliseconds + 1_000) });

    it('gives a free key to the first who claims it', async () => {
      const leaseEndsAt = addMillis(now, 1_000);

      expect(await claim('first')).toEqual({
        outcome: 'claimed',
        claim: { key: 'payment#/orders#1', owner: 'first', leaseEndsAt },
      });
      expect(await claim('second')).toEqual({ outcome: 'in-progress', leaseEndsAt });
    });

    it('G2 gives a key to exactly one of many who claim it at the same time', async () => {
      const results = await Promise.all(Array.from({ length: 20 }, (_, index) => claim(`owner-${index}`)));

      expect(results.filter(({ outcome }) => outcome === 'claimed')).toHaveLength(1);
      expect(results.filter(({ outcome }) => outcome === 'in-progress')).toHaveLength(19);
    });

    it.each([
      [999, 'in-progress'],
      [1_000, 'claimed'],
    ])('answers a second claim %d ms after the first with %s', async (milliseconds, outcome) => {
      await claimed('first');

      expect(await claimLater('second', milliseconds)).toMatchObject({ outcome });
    });

    it('gives the same holder its claim again, when the first answer was lost', async () => {
      await claimed('first');

      expect(await claim('first')).toMatchObject({ outcome: 'claimed' });
    });

    it('answers a completed key with its result, however late', async () => {
      await inbox.complete(await claimed('first'), '{"charge":"1"}');

      expect(await claimLater('second', 10 * 86_400_000)).toEqual({ outcome: 'completed', result: '{"charge":"1"}' });
    });

    it('answers a completed key without a result', async () => {
      await inbox.complete(await claimed('first'));

      expect(await claim('second')).toEqual({ outcome: 'completed' });
    });

    it.each([
      ['live', 0],
      ['ended', 1_000],
    ])('refuses another payload under a key whose lease is %s', async (_case, milliseconds) => {
      await claimed('first');

      const later = addMillis(now, milliseconds);
      expect(await claim('second', { fingerprint: 'other', now: later })).toEqual({ outcome: 'key-reused' });
    });

    it('refuses another payload under a completed key', async () => {
      await inbox.complete(await claimed('first'));

      expect(await claim('second', { fingerprint: 'other' })).toEqual({ outcome: 'key-reused' });
    });

    it('frees a released key at once', async () => {
      await inbox.store.release(await claimed('first'));

      expect(await claim('second')).toMatchObject({ outcome: 'claimed' });
    });

    it('G2 ignores a release by a holder that was taken over', async () => {
      const stale = await claimed('first');
      await claimLater('second', 1_000);

      await inbox.store.release(stale);

      expect(await claimLater('third', 1_001)).toMatchObject({ outcome: 'in-progress' });
    });

    it('G2 ignores a release of a completed claim', async () => {
      const claim = await claimed('first');
      await inbox.complete(claim);

      await inbox.store.release(claim);

      expect(await inbox.store.readMarker(claim.key)).toEqual({ fingerprint: 'digest', completed: true });
    });

    it('ignores a release of a key that is gone', async () => {
      const claim = await claimed('first');
      await inbox.store.release(claim);

      await expect(inbox.store.release(claim)).resolves.toBeUndefined();
    });

    it('reads markers: none, claimed, completed', async () => {
      expect(await inbox.store.readMarker('payment#/orders#1')).toBeUndefined();

      const claim = await claimed('first');
      expect(await inbox.store.readMarker(claim.key)).toEqual({ fingerprint: 'digest', completed: false });

      await inbox.complete(claim, 'result');
      expect(await inbox.store.readMarker(claim.key)).toEqual({
        fingerprint: 'digest',
        completed: true,
        result: 'result',
      });
    });

    describe('keeping attempts', () => {
      const key = 'attempts#payment#m-1';
      const failure: AttemptRecord = {
        attempts: 2,
        firstFailureAt: now,
        lastFailureAt: addMillis(now, 5_000),
        error: 'GATEWAY_DOWN',
        message: 'connection refused',
        receiveCount: 3,
      };
      const startedAt: EpochMillis = addMillis(now, 9_000);

      it('has none at first', async () => {
        expect(await inbox.store.readAttempts(key)).toBeUndefined();
      });

      it('keeps a failure as it was written, and again when written again', async () => {
        await inbox.store.recordFailure(key, failure, expiresAt);
        await inbox.store.recordFailure(key, failure, expiresAt);

        expect(await inbox.store.readAttempts(key)).toEqual(failure);
      });

      it('keeps the start of a suspect until its failure is written', async () => {
        await inbox.store.recordStart(key, { ...failure, startedAt }, expiresAt);
        expect(await inbox.store.readAttempts(key)).toEqual({ ...failure, startedAt });

        await inbox.store.recordFailure(key, { ...failure, attempts: 3, startedAt }, expiresAt);
        expect(await inbox.store.readAttempts(key)).toEqual({ ...failure, attempts: 3 });
      });

      it('forgets, also what is not there', async () => {
        await inbox.store.recordFailure(key, failure, expiresAt);

        await inbox.store.forgetAttempts(key);
        await inbox.store.forgetAttempts(key);

        expect(await inbox.store.readAttempts(key)).toBeUndefined();
      });
    });

    it('takes the explanation of a dead letter, and a later one in its place', async () => {
      const report: FailureReport = {
        reason: 'NON_RETRYABLE',
        error: 'NON_RETRYABLE',
        message: 'card is unknown',
        attempts: 1,
        firstFailureAt: '2026-01-01T00:00:00.000Z',
        lastFailureAt: '2026-01-01T00:00:00.000Z',
        consumer: 'payment',
        consumerVersion: '1',
        messageId: 'm-1',
        expiresAt: '2026-01-15T00:00:00.000Z',
      };

      await inbox.store.recordDeadLetter('dead-letter#payment#x', report, expiresAt);
      await expect(
        inbox.store.recordDeadLetter('dead-letter#payment#x', { ...report, attempts: 2 }, expiresAt),
      ).resolves.toBeUndefined();
    });
  });
}
