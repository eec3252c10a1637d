import { describe, expect, it } from 'vitest';
import { addMillis } from '../../../contracts/time.ts';
import type { OutboxEntry } from '../../../lambdas/runtime/outbox-entry.ts';
import { recordedInsertionOf, sampleEntry, start } from './outbox-samples.ts';
import { RelayBench } from './relay-bench.ts';

const DAY_MS = 86_400_000;

const ledger = (sequence: number, values: Partial<OutboxEntry> = {}) =>
  sampleEntry('a', sequence, { topic: 'ledger', ...values });

/** Runs a relay on what the stream shows of a table, without delay. */
async function relay(shown: readonly OutboxEntry[], inTable: readonly OutboxEntry[]) {
  const bench = new RelayBench(inTable);
  const response = await bench.relay(shown.map((entry, index) => recordedInsertionOf(entry, String(100 + index))));
  return { bench, response };
}

describe('relay, on what only the table holds of an ordering key', () => {
  it('G3 publishes what a trimmed or replaced stream no longer shows before a new entry of the key', async () => {
    const forgotten = ledger(1, { createdAt: addMillis(start, -DAY_MS) });
    const fresh = ledger(2);

    const { bench, response } = await relay([fresh], [forgotten, fresh]);

    expect(response).toEqual({ batchItemFailures: [] });
    expect(bench.publishedIds).toEqual(['a-1', 'a-2']);
    expect(bench.store.all()).toEqual([]);
  });

  it('G3 publishes the entries of a transaction in order that two batches show in another order', async () => {
    const [before, first, second] = [ledger(1, { createdAt: addMillis(start, -5) }), ledger(2), ledger(3)];

    const { bench } = await relay([before, second], [before, first, second]);

    expect(bench.publishedIds).toEqual(['a-1', 'a-2', 'a-3']);
  });

  it('leaves to the stream what was written later, though its sequence is lower', async () => {
    const later = ledger(1, { eventId: 'later', body: '{"id":"later"}', createdAt: addMillis(start, 1) });

    const { bench } = await relay([ledger(2)], [later, ledger(2)]);

    expect(bench.publishedIds).toEqual(['a-2']);
    expect(bench.store.all()).toEqual([later]);
  });

  it('G3 keeps the order of commits where a clock was behind: equal times alone do not make a transaction', async () => {
    const commits = [ledger(1), ledger(2, { createdAt: addMillis(start, 1) }), ledger(3)];

    const { bench } = await relay(commits, commits);

    expect(bench.publishedIds).toEqual(['a-1', 'a-2', 'a-3']);
  });

  it('G3 publishes the entries of a transaction in order of sequence, in whichever order the stream shows them', async () => {
    const entries = [ledger(3), ledger(1), ledger(2)];

    const { bench } = await relay(entries, entries);

    expect(bench.publishedIds).toEqual(['a-1', 'a-2', 'a-3']);
  });

  it('does not publish again what was published before the batch came back', async () => {
    const { bench, response } = await relay([ledger(1), ledger(2)], [ledger(2)]);

    expect(response).toEqual({ batchItemFailures: [] });
    expect(bench.publishedIds).toEqual(['a-2']);
  });

  it('reads nothing for standard topics, which keep no order', async () => {
    const bench = new RelayBench([sampleEntry('a', 1), sampleEntry('a', 2)], undefined, {
      store: {
        // biome-ignore lint/correctness/useYield: it is not to be read
        async *ofKey() {
          throw new Error('not to be read');
        },
      },
    });

    await bench.relay([sampleEntry('a', 2)]);

    expect(bench.publishedIds).toEqual(['a-2']);
  });

  it('G3 has a key come back that has more in the table than one run can hold', async () => {
    const body = (id: string) => JSON.stringify({ id, text: 'x'.repeat(250_000) });
    const forgotten = Array.from({ length: 60 }, (_, index) =>
      ledger(index, { body: body(`a-${index}`), createdAt: addMillis(start, -DAY_MS) }),
    );
    const fresh = ledger(60);
    const bench = new RelayBench([...forgotten, fresh]);
    const record = recordedInsertionOf(fresh, '100');

    const responses = [await bench.relay([record]), await bench.relay([record])];

    expect(responses).toEqual([{ batchItemFailures: [{ itemIdentifier: '100' }] }, { batchItemFailures: [] }]);
    expect(bench.publishedIds).toEqual(Array.from({ length: 61 }, (_, index) => `a-${index}`));
  });
});
