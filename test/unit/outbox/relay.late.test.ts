import { describe, expect, it } from 'vitest';
import { outboxKeyOf } from '../../../lambdas/runtime/outbox/outbox-row.ts';
import type { OutboxEntry } from '../../../lambdas/runtime/outbox-entry.ts';
import { recordedInsertionOf, sampleEntry } from './outbox-samples.ts';
import { RelayBench } from './relay-bench.ts';

const HOUR_MS = 3_600_000;

const ledger = (key: string, sequence: number) => sampleEntry(key, sequence, { topic: 'ledger' });

/** Runs a relay `lateMs` after the insertion of `shown`, on a table that holds `inTable`. */
async function relayLate(
  shown: readonly OutboxEntry[],
  inTable: readonly OutboxEntry[],
  lateMs: number,
  ...options: ConstructorParameters<typeof RelayBench> extends [unknown, ...infer Rest] ? Rest : never
) {
  const bench = new RelayBench(inTable, ...options);
  bench.clock.advance(lateMs);
  const response = await bench.relay(shown.map((entry, index) => recordedInsertionOf(entry, String(100 + index))));
  return { bench, response };
}

describe('relay, resuming so late that the stream may have forgotten what was before', () => {
  it('G3 publishes first what the table still holds of its keys, in order of sequence', async () => {
    const [one, two, three, later, other] = [1, 2, 3, 4].map((n) => ledger('a', n)).concat(ledger('b', 1)) as [
      OutboxEntry,
      OutboxEntry,
      OutboxEntry,
      OutboxEntry,
      OutboxEntry,
    ];

    const { bench, response } = await relayLate([three], [three, later, two, one, other], HOUR_MS);

    expect(response).toEqual({ batchItemFailures: [] });
    expect(bench.publishedIds).toEqual(['a-1', 'a-2', 'a-3']);
    expect(bench.store.all()).toEqual([later, other]);
  });

  it.each([
    ['looks up the keys of standard topics too, so that what was published is left out', HOUR_MS, ['b-2']],
    ['does not look them up when it is not late', HOUR_MS - 1, ['b-1', 'b-2']],
  ])('%s', async (_case, lateMs, published) => {
    const { bench } = await relayLate([sampleEntry('b', 1), sampleEntry('b', 2)], [sampleEntry('b', 2)], lateMs);

    expect(bench.publishedIds).toEqual(published);
  });

  it('leaves out what is no longer in the table, because it was published, or is quarantined', async () => {
    const [gone, bad, fine] = [ledger('a', 1), ledger('a', 2), ledger('a', 3)];
    const bench = new RelayBench([bad, fine]);
    await bench.store.quarantine(outboxKeyOf(bad), 'TOO_LARGE');
    bench.clock.advance(HOUR_MS);

    const response = await bench.relay([
      recordedInsertionOf(gone, '1'),
      recordedInsertionOf(bad, '2'),
      recordedInsertionOf(fine, '3'),
    ]);

    expect(response).toEqual({ batchItemFailures: [] });
    expect(bench.publishedIds).toEqual(['a-3']);
  });

  it('G1 reports what waits behind an earlier entry that fails', async () => {
    const [one, two] = [ledger('a', 1), ledger('a', 2)];

    const { bench, response } = await relayLate(
      [two, ledger('b', 1)],
      [one, two, ledger('b', 1)],
      HOUR_MS,
      (_arn, entry) => (entry.body === one.body ? { outcome: 'failed', code: 'Throttled', message: '' } : undefined),
    );

    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: '100' }] });
    expect(bench.publishedIds).toEqual(['b-1']);
    expect(bench.line).toMatchObject({ published: 1, failed: 2, errors: { Throttled: 1, HELD_BACK: 1 } });
  });

  it('G1 has the records of a key come back that cannot be read now, and goes on with the others', async () => {
    const shown = [ledger('b', 1), ledger('a', 1), ledger('a', 2)];

    const { bench, response } = await relayLate(shown, shown, HOUR_MS, undefined, {
      store: {
        async *ofKey(key) {
          if (key === 'a') {
            throw new Error('throttled');
          }
          yield ledger('b', 1);
        },
      },
    });

    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: '101' }] });
    expect(bench.publishedIds).toEqual(['b-1']);
    expect(bench.line).toMatchObject({ published: 1, failed: 2, errors: { CATCH_UP_FAILED: 2 } });
  });

  it('reads the keys of a large batch 25 at a time', async () => {
    let reading = 0;
    let most = 0;
    const shown = Array.from({ length: 60 }, (_, index) => ledger(`k${index}`, 1));

    const { bench } = await relayLate(shown, shown, HOUR_MS, undefined, {
      store: {
        async *ofKey(key) {
          reading += 1;
          most = Math.max(most, reading);
          await Promise.resolve();
          reading -= 1;
          yield ledger(key, 1);
        },
      },
    });

    expect(most).toBe(25);
    expect(bench.publishedIds).toHaveLength(60);
  });
});
