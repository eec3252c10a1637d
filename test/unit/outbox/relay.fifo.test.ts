import { describe, expect, it } from 'vitest';
import { addMillis } from '../../../contracts/time.ts';
import type { PublishResult } from '../../../lambdas/runtime/ports/index.ts';
import { sampleEntry, start } from './outbox-samples.ts';
import { RelayBench } from './relay-bench.ts';

const THROTTLED: PublishResult = { outcome: 'failed', code: 'Throttled', message: 'slow down' };
const REFUSED: PublishResult = { outcome: 'refused', code: 'InvalidParameter', message: 'too long' };

const ledger = (orderingKey: string, sequence: number) => sampleEntry(orderingKey, sequence, { topic: 'ledger' });
const batch = [ledger('a', 1), ledger('a', 2), ledger('b', 1), ledger('a', 3), ledger('b', 2)];

describe('relay, on a FIFO topic', () => {
  it('G3 sends at most one entry of a group in a batch, the next when the one before it was taken', async () => {
    const bench = new RelayBench(batch);

    await bench.relay(batch);

    const sent = bench.publisher.requests.map((request) => request.map(({ deduplicationId }) => deduplicationId));
    expect(sent).toEqual([['a-1', 'b-1'], ['a-2', 'b-2'], ['a-3']]);
  });

  it('G3 puts what one transaction wrote in order, which the stream may show in any, and nothing else', async () => {
    const later = (sequence: number, ms: number) => ({ ...ledger('a', sequence), createdAt: addMillis(start, ms) });
    const shown = [ledger('a', 3), ledger('b', 2), later(7, 1), ledger('a', 2), ledger('b', 1), later(6, 2)];
    const bench = new RelayBench(shown);

    await bench.relay(shown);

    expect(bench.publishedIds.filter((id) => id.startsWith('a'))).toEqual(['a-2', 'a-3', 'a-7', 'a-6']);
    expect(bench.publishedIds.filter((id) => id.startsWith('b'))).toEqual(['b-1', 'b-2']);
  });

  it('G3 holds back the followers of a failed head, and no other group', async () => {
    const bench = new RelayBench(batch, (_topicArn, { deduplicationId }) =>
      deduplicationId === 'a-1' ? THROTTLED : undefined,
    );

    const response = await bench.relay(batch);

    expect(bench.publishedIds).toEqual(['b-1', 'b-2']);
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: '100' }] });
    expect(bench.line).toMatchObject({ published: 2, failed: 3, errors: { Throttled: 1, HELD_BACK: 2 } });
  });

  it('G3 publishes the followers after a head that failed at first', async () => {
    let failures = 3;
    const bench = new RelayBench(batch, (_topicArn, { deduplicationId }) => {
      if (deduplicationId !== 'a-2' || failures === 0) {
        return undefined;
      }
      failures -= 1;
      return THROTTLED;
    });

    await bench.relay(batch);

    expect(bench.publishedIds.filter((id) => id.startsWith('a'))).toEqual(['a-1', 'a-2', 'a-3']);
  });

  it('goes on behind a quarantined head and reports the gap', async () => {
    const bench = new RelayBench(batch, (_topicArn, { deduplicationId }) =>
      deduplicationId === 'a-1' ? REFUSED : undefined,
    );

    const response = await bench.relay(batch);

    expect(response).toEqual({ batchItemFailures: [] });
    expect(bench.publishedIds.filter((id) => id.startsWith('a'))).toEqual(['a-2', 'a-3']);
    expect(bench.line).toMatchObject({
      quarantined: 1,
      setAside: [{ orderingKey: 'a', sortKey: '0000000000000001#a-1#ledger', reason: 'InvalidParameter: too long' }],
    });
  });

  it('keeps the same key on a standard topic free of the FIFO topic’s order', async () => {
    const entries = [ledger('a', 1), sampleEntry('a', 1), sampleEntry('a', 2)];
    const bench = new RelayBench(entries, (topicArn) => (topicArn.endsWith('.fifo') ? THROTTLED : undefined));

    await bench.relay(entries);

    expect(bench.publishedIds).toEqual(['a-1', 'a-2']);
  });
});
