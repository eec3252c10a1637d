import { beforeEach, describe, expect, it } from 'vitest';
import { addMillis, type EpochMillis, epochMillis } from '../../contracts/time.ts';
import { outboxKeyOf } from '../../lambdas/runtime/outbox/outbox-row.ts';
import type { OutboxEntry } from '../../lambdas/runtime/outbox-entry.ts';
import type { OutboxStore } from '../../lambdas/runtime/ports/index.ts';
import { allOf } from '../all-of.ts';

const now = epochMillis(1_767_225_600_000);

/** An outbox under test. */
export interface OpenedOutbox {
  readonly store: OutboxStore;
  /** Commits entries the way a transaction does. */
  put(entries: readonly OutboxEntry[]): Promise<void>;
}

const entry = (orderingKey: string, sequence: number, changes: Partial<OutboxEntry> = {}): OutboxEntry => ({
  orderingKey,
  sequence: String(sequence).padStart(16, '0'),
  eventId: `${orderingKey}-${sequence}`,
  topic: 'orders',
  body: '{"data":"é"}',
  attributes: { 'ce-type': 'order.placed', region: 'eu' },
  createdAt: now,
  ...changes,
});

/** What every {@link OutboxStore} does. `open` answers an empty one. */
export function conformsAsOutboxStore(name: string, open: () => Promise<OpenedOutbox>): void {
  describe(`${name}, as an outbox store`, () => {
    let outbox: OpenedOutbox;
    beforeEach(async () => {
      outbox = await open();
    });

    const olderThan = async (cutoff: EpochMillis): Promise<readonly string[]> =>
      (await allOf(outbox.store.olderThan(cutoff))).map(({ eventId }) => eventId).sort();
    const idsOfKey = async (orderingKey: string) =>
      (await allOf(outbox.store.ofKey(orderingKey))).map(({ eventId }) => eventId);

    it('answers the entries of a key as they were committed, in order of sequence', async () => {
      await outbox.put([entry('a', 10), entry('a', 9), entry('b', 1), entry('a', 2)]);

      expect(await allOf(outbox.store.ofKey('a'))).toEqual([entry('a', 2), entry('a', 9), entry('a', 10)]);
    });

    it('keeps one entry for each topic of an event', async () => {
      await outbox.put([entry('a', 1), entry('a', 1, { topic: 'ledger' })]);

      expect((await allOf(outbox.store.ofKey('a'))).map(({ topic }) => topic)).toEqual(['ledger', 'orders']);
    });

    it('finds what was created at or before the cutoff', async () => {
      await outbox.put([
        entry('a', 1, { createdAt: addMillis(now, -1) }),
        entry('b', 1),
        entry('c', 1, { createdAt: addMillis(now, 1) }),
      ]);

      expect(await olderThan(now)).toEqual(['a-1', 'b-1']);
    });

    it('deletes any number of entries, those that are gone and those named twice included', async () => {
      const entries = Array.from({ length: 60 }, (_, index) => entry('a', index));
      await outbox.put(entries);
      const keys = entries.slice(0, 58).map(outboxKeyOf);

      expect(await outbox.store.delete([...keys, ...keys.slice(0, 3)])).toEqual([]);
      expect(await outbox.store.delete(keys)).toEqual([]);

      expect(await idsOfKey('a')).toEqual(['a-58', 'a-59']);
    });

    it('leaves out what was quarantined, and keeps it', async () => {
      await outbox.put([entry('a', 1), entry('a', 2)]);

      await outbox.store.quarantine(outboxKeyOf(entry('a', 1)), 'TOO_LARGE: 300 KiB');
      await outbox.store.quarantine(outboxKeyOf(entry('a', 1)), 'TOO_LARGE: 300 KiB');

      expect(await idsOfKey('a')).toEqual(['a-2']);
      expect(await olderThan(now)).toEqual(['a-2']);
    });

    it('does not bring back a deleted entry by quarantining it', async () => {
      await outbox.store.quarantine(outboxKeyOf(entry('a', 1)), 'TOO_LARGE: 300 KiB');

      expect(await olderThan(now)).toEqual([]);
      expect(await idsOfKey('a')).toEqual([]);
    });

    it('finds nothing in an empty table', async () => {
      expect(await olderThan(now)).toEqual([]);
      expect(await idsOfKey('a')).toEqual([]);
    });
  });
}
