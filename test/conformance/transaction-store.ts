import { beforeEach, describe, expect, it } from 'vitest';
import { addMillis, epochMillis, toEpochSeconds } from '../../contracts/time.ts';
import type { OutboxEntry } from '../../lambdas/runtime/outbox-entry.ts';
import type {
  BusinessWrite,
  Claim,
  InboxStore,
  Marker,
  TransactionRequest,
  TransactionStore,
} from '../../lambdas/runtime/ports/index.ts';

const now = epochMillis(1_767_225_600_000);
const expiresAt = toEpochSeconds(addMillis(now, 86_400_000));

/** A transaction store under test, with a business table `stock` of items `{ pk, available }`. */
export interface OpenedTransactions {
  readonly store: TransactionStore;
  readonly inbox: InboxStore;
  readonly stockTable: string;
  putStock(sku: string, available: number): Promise<void>;
  stock(sku: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** What the outbox holds of an ordering key, in order. */
  entries(orderingKey: string): Promise<readonly OutboxEntry[]>;
}

/** The condition of {@link takeFrom}. */
const ENOUGH = 'available >= :quantity';

const entry = (sequence: number): OutboxEntry => ({
  orderingKey: 'order-1',
  sequence: String(sequence).padStart(16, '0'),
  eventId: `event-${sequence}`,
  topic: 'orders',
  body: '{}',
  attributes: { 'ce-type': 'stock.reserved' },
  createdAt: now,
});

/** What every {@link TransactionStore} does. `open` answers an empty one. */
export function conformsAsTransactionStore(name: string, open: () => Promise<OpenedTransactions>): void {
  describe(`${name}, as a transaction store`, () => {
    let opened: OpenedTransactions;
    beforeEach(async () => {
      opened = await open();
    });

    const insert = (changes: Partial<Extract<Marker, { kind: 'insert' }>> = {}): Marker => ({
      kind: 'insert',
      key: 'inventory#/orders#1',
      fingerprint: 'digest',
      expiresAt,
      ...changes,
    });
    const takeFrom = (sku: string, quantity = 1): BusinessWrite => ({
      Update: {
        TableName: opened.stockTable,
        Key: { pk: sku },
        UpdateExpression: 'SET available = available - :quantity',
        ConditionExpression: ENOUGH,
        ExpressionAttributeValues: { ':quantity': quantity },
      },
    });
    let tokens = 0;
    const commit = (changes: Partial<TransactionRequest>) => {
      tokens += 1;
      return opened.store.commit({
        marker: insert(),
        writes: [],
        entries: [],
        token: `token-${tokens}`,
        ...changes,
      });
    };
    const claim = async (owner: string, at = now): Promise<Claim> => {
      const leaseEndsAt = addMillis(at, 1_000);
      const request = { key: 'payment#/orders#1', owner, fingerprint: 'digest', now: at, leaseEndsAt, expiresAt };
      const result = await opened.inbox.claim(request);
      expect(result.outcome).toBe('claimed');
      return (result as { claim: Claim }).claim;
    };

    it('commits marker, writes and entries together', async () => {
      await opened.putStock('apple', 3);
      await opened.putStock('plum', 1);

      const result = await commit({
        marker: insert({ result: '{"ok":true}' }),
        writes: [
          takeFrom('apple', 2),
          { Put: { TableName: opened.stockTable, Item: { pk: 'pear', available: 9 } } },
          { Delete: { TableName: opened.stockTable, Key: { pk: 'plum' } } },
        ],
        entries: [entry(2), entry(1)],
      });

      expect(result).toEqual({ outcome: 'committed' });
      expect(await opened.stock('apple')).toEqual({ pk: 'apple', available: 1 });
      expect(await opened.stock('pear')).toEqual({ pk: 'pear', available: 9 });
      expect(await opened.stock('plum')).toBeUndefined();
      expect(await opened.entries('order-1')).toEqual([entry(1), entry(2)]);
      expect(await opened.inbox.readMarker('inventory#/orders#1')).toEqual({
        fingerprint: 'digest',
        completed: true,
        result: '{"ok":true}',
      });
    });

    it('G2 applies a repeated transaction once, and answers with what the first stored', async () => {
      await opened.putStock('apple', 3);
      const request = { marker: insert({ result: 'first' }), writes: [takeFrom('apple')], entries: [entry(1)] };
      await commit(request);

      const repeated = await commit({ ...request, marker: insert({ fingerprint: 'other', result: 'second' }) });

      expect(repeated).toEqual({ outcome: 'duplicate', fingerprint: 'digest', result: 'first' });
      expect(await opened.stock('apple')).toEqual({ pk: 'apple', available: 2 });
    });

    it('G2 calls a repeat whose business condition fails as well a duplicate', async () => {
      await opened.putStock('apple', 1);
      const request = { writes: [takeFrom('apple')], entries: [entry(1)] };
      await commit(request);

      expect(await commit(request)).toEqual({ outcome: 'duplicate', fingerprint: 'digest' });
    });

    it('writes nothing when a business condition fails, and shows every item that failed', async () => {
      await opened.putStock('apple', 1);
      await opened.putStock('plum', 5);

      const result = await commit({
        writes: [takeFrom('apple', 2), takeFrom('plum', 5), takeFrom('pear', 1)],
        entries: [entry(1)],
      });

      expect(result).toEqual({
        outcome: 'condition-failed',
        failed: [{ index: 0, item: { pk: 'apple', available: 1 } }, { index: 2 }],
      });
      expect(await opened.stock('plum')).toEqual({ pk: 'plum', available: 5 });
      expect(await opened.entries('order-1')).toEqual([]);
      expect(await opened.inbox.readMarker('inventory#/orders#1')).toBeUndefined();
    });

    it('requires the condition of an item that is not written', async () => {
      await opened.putStock('apple', 1);
      const check = {
        ConditionCheck: {
          TableName: opened.stockTable,
          Key: { pk: 'apple' },
          ConditionExpression: ENOUGH,
          ExpressionAttributeValues: { ':quantity': 2 },
        },
      };

      expect(await commit({ writes: [check] })).toMatchObject({ outcome: 'condition-failed' });
    });

    it('G2 commits exactly one of 20 transactions that race for one marker', async () => {
      await opened.putStock('apple', 100);

      const results = await Promise.all(
        Array.from({ length: 20 }, () => commit({ writes: [takeFrom('apple')], entries: [entry(1)] })),
      );

      expect(results.filter(({ outcome }) => outcome === 'committed')).toHaveLength(1);
      expect(results.filter(({ outcome }) => outcome === 'duplicate')).toHaveLength(19);
      expect(await opened.stock('apple')).toEqual({ pk: 'apple', available: 99 });
      expect(await opened.entries('order-1')).toHaveLength(1);
    });

    it('lets 20 events race for the last 10 of an item without losing or doubling one', async () => {
      await opened.putStock('apple', 10);

      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          commit({ marker: insert({ key: `inventory#/orders#${index}` }), writes: [takeFrom('apple')] }),
        ),
      );

      expect(results.filter(({ outcome }) => outcome === 'committed')).toHaveLength(10);
      expect(results.filter(({ outcome }) => outcome === 'condition-failed')).toHaveLength(10);
      expect(await opened.stock('apple')).toEqual({ pk: 'apple', available: 0 });
    });

    it('inserts a marker that is alone, once', async () => {
      expect(await commit({ marker: insert({ result: 'r' }) })).toEqual({ outcome: 'committed' });
      expect(await commit({})).toEqual({ outcome: 'duplicate', fingerprint: 'digest', result: 'r' });
    });

    describe.each([
      ['with writes and entries', true],
      ['alone', false],
    ])('completing a claim %s', (_case, withWrites) => {
      const complete = (holder: Claim) =>
        commit({
          marker: { kind: 'complete', claim: holder, expiresAt, result: 'charged' },
          writes: withWrites ? [takeFrom('apple')] : [],
          entries: withWrites ? [entry(1)] : [],
        });
      beforeEach(() => opened.putStock('apple', 3));

      it('completes it with its result', async () => {
        const holder = await claim('first');

        expect(await complete(holder)).toEqual({ outcome: 'committed' });
        expect(await opened.inbox.readMarker(holder.key)).toEqual({
          fingerprint: 'digest',
          completed: true,
          result: 'charged',
        });
        expect(await opened.entries('order-1')).toHaveLength(withWrites ? 1 : 0);
      });

      it('completes it late, as long as nobody has taken it over', async () => {
        const holder = { ...(await claim('first')), leaseEndsAt: addMillis(now, -1) };

        expect(await complete(holder)).toEqual({ outcome: 'committed' });
      });

      it('G2 refuses a holder that was taken over, and writes nothing', async () => {
        const stale = await claim('first');
        await claim('second', addMillis(now, 1_000));

        expect(await complete(stale)).toEqual({ outcome: 'lease-lost' });
        expect(await opened.inbox.readMarker(stale.key)).toEqual({ fingerprint: 'digest', completed: false });
        expect(await opened.stock('apple')).toEqual({ pk: 'apple', available: 3 });
        expect(await opened.entries('order-1')).toEqual([]);
      });

      it('G2 refuses a holder after its successor has completed', async () => {
        const stale = await claim('first');
        await complete(await claim('second', addMillis(now, 1_000)));

        expect(await complete(stale)).toEqual({ outcome: 'lease-lost' });
      });

      it('refuses a claim that was released', async () => {
        const holder = await claim('first');
        await opened.inbox.release(holder);

        expect(await complete(holder)).toEqual({ outcome: 'lease-lost' });
      });
    });

    it('takes 100 actions and refuses 101 before anything is sent', async () => {
      const entries = Array.from({ length: 100 }, (_, index) => entry(index));

      expect(await commit({ entries: entries.slice(1) })).toEqual({ outcome: 'committed' });
      await expect(commit({ marker: insert({ key: 'other' }), entries })).rejects.toMatchObject({
        code: 'TRANSACTION_TOO_LARGE',
        message: expect.stringMatching(/at most 100 .*got 101/),
      });
    });

    it('refuses two actions on one item', async () => {
      await opened.putStock('apple', 3);

      await expect(commit({ writes: [takeFrom('apple'), takeFrom('apple')] })).rejects.toMatchObject({
        code: 'TRANSACTION_TOO_LARGE',
        message: expect.stringContaining('two actions on'),
      });
      expect(await opened.stock('apple')).toEqual({ pk: 'apple', available: 3 });
    });

    describe('creating one guarded item', () => {
      const create = (key: string) =>
        opened.store.createGuarded({
          TableName: opened.stockTable,
          Item: { pk: 'fact-1', available: 1 },
          partitionKey: 'pk',
          key,
        });

      it('creates it with the idempotency key in it, and calls a repeat a duplicate', async () => {
        expect(await create('analytics#/orders#1')).toEqual({ outcome: 'created' });
        expect(await opened.stock('fact-1')).toEqual({
          pk: 'fact-1',
          available: 1,
          fanoutKey: 'analytics#/orders#1',
        });
        expect(await create('analytics#/orders#1')).toEqual({ outcome: 'duplicate' });
      });

      it('calls an item of another event, or of nobody, occupied', async () => {
        await create('analytics#/orders#1');
        expect(await create('analytics#/orders#2')).toEqual({ outcome: 'occupied' });

        await opened.putStock('fact-1', 7);
        expect(await create('analytics#/orders#1')).toEqual({ outcome: 'occupied' });
      });

      it('refuses one above 400 KiB before the call', async () => {
        const tooLarge = opened.store.createGuarded({
          TableName: opened.stockTable,
          Item: { pk: 'fact-1', note: 'x'.repeat(409_600) },
          partitionKey: 'pk',
          key: 'analytics#/orders#1',
        });

        await expect(tooLarge).rejects.toMatchObject({ code: 'TRANSACTION_TOO_LARGE' });
        expect(await opened.stock('fact-1')).toBeUndefined();
      });

      it('G2 creates it for exactly one of 20 that race', async () => {
        const results = await Promise.all(Array.from({ length: 20 }, () => create('analytics#/orders#1')));

        expect(results.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
        expect(results.filter(({ outcome }) => outcome === 'duplicate')).toHaveLength(19);
      });
    });
  });
}
