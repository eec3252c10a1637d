import { beforeEach, describe, expect, it } from 'vitest';
import type { OutboxRowKey, QuarantinedRecord, QuarantineStore } from '../../lambdas/runtime/ports/index.ts';

/** A quarantine under test. */
export interface OpenedQuarantine {
  readonly store: QuarantineStore;
  /** What is kept under a key; undefined when nothing is. */
  find(key: OutboxRowKey): Promise<QuarantinedRecord | undefined>;
}

const key = { orderingKey: 'order-1', sortKey: '0000000000000001#event-1#orders' };
const record: QuarantinedRecord = {
  key,
  reason: 'InvalidParameter: Message too long',
  attributes: { body: '{"data":"é"}', attributes: { 'ce-type': 'order.placed' }, createdAt: 1_767_225_600_000 },
};

/** What every {@link QuarantineStore} does. `open` answers an empty one. */
export function conformsAsQuarantineStore(name: string, open: () => Promise<OpenedQuarantine>): void {
  describe(`${name}, as a quarantine store`, () => {
    let quarantine: OpenedQuarantine;
    beforeEach(async () => {
      quarantine = await open();
    });

    it('keeps a record with its reason and attributes', async () => {
      await quarantine.store.keep(record);

      expect(await quarantine.find(key)).toEqual(record);
      expect(await quarantine.find({ ...key, sortKey: 'another' })).toBeUndefined();
    });

    it('keeps a record once, with the last reason', async () => {
      await quarantine.store.keep(record);
      await quarantine.store.keep({ ...record, reason: 'TOPIC_UNKNOWN' });

      expect(await quarantine.find(key)).toEqual({ ...record, reason: 'TOPIC_UNKNOWN' });
    });

    it('G4 keeps key and reason of a record whose attributes are too large for an item', async () => {
      await quarantine.store.keep({ ...record, attributes: { image: 'x'.repeat(409_600) } });

      expect(await quarantine.find(key)).toEqual({ ...record, attributes: {} });
    });
  });
}
