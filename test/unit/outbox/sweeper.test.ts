import { describe, expect, it } from 'vitest';
import { addMillis } from '../../../contracts/time.ts';
import { newEventId } from '../../../lambdas/runtime/event-id.ts';
import type { PublishResult } from '../../../lambdas/runtime/ports/index.ts';
import { SeededRandom } from '../../../testing/in-memory/seeded-random.ts';
import { sampleEntry, start } from './outbox-samples.ts';
import { RelayBench } from './relay-bench.ts';

const THROTTLED: PublishResult = { outcome: 'failed', code: 'Throttled', message: 'slow down' };
const old = addMillis(start, -60_000);
const young = addMillis(start, -59_999);

/** A body of some size. */
const bodyOf = (id: string, bytes: number): string => JSON.stringify({ id, text: 'x'.repeat(bytes) });

describe('sweeper', () => {
  it('always measures, 0 when nothing is left', async () => {
    const bench = new RelayBench([]);

    await bench.sweep();

    expect(bench.lines).toEqual([
      {
        type: 'fanout.relay',
        component: 'outbox-sweeper',
        published: 0,
        failed: 0,
        quarantined: 0,
        unpublished: 0,
        oldestUnpublishedMs: 0,
      },
    ]);
  });

  it('G1 publishes and deletes what is as old as the sweep age, and leaves the rest to the relay', async () => {
    const bench = new RelayBench([sampleEntry('a', 1, { createdAt: old }), sampleEntry('b', 1, { createdAt: young })]);

    await bench.sweep();

    expect(bench.publishedIds).toEqual(['a-1']);
    expect(bench.store.all().map(({ eventId }) => eventId)).toEqual(['b-1']);
    expect(bench.line).toMatchObject({ published: 1, unpublished: 0, oldestUnpublishedMs: 0 });
  });

  it('G3 publishes a key in order of sequence, whatever the order of the scan and of the commits', async () => {
    const topic = 'ledger';
    const bench = new RelayBench([
      sampleEntry('a', 3, { topic, createdAt: old }),
      sampleEntry('a', 1, { topic, createdAt: old }),
      sampleEntry('a', 2, { topic, createdAt: young }),
      sampleEntry('a', 4, { topic, createdAt: young }),
    ]);

    await bench.sweep();

    expect(bench.publishedIds).toEqual(['a-1', 'a-2', 'a-3']);
    expect(bench.store.all().map(({ eventId }) => eventId)).toEqual(['a-4']);
  });

  it('G3 publishes events of calls that gave no sequence in the order of the calls', async () => {
    const ids = [3, 1, 2].map((ms) => newEventId(addMillis(old, ms - 10), new SeededRandom(ms)));
    const bench = new RelayBench(
      ids.map((eventId) => sampleEntry('a', 1, { topic: 'ledger', createdAt: old, eventId, body: bodyOf(eventId, 1) })),
    );

    await bench.sweep();

    expect(bench.publishedIds).toEqual([ids[1], ids[2], ids[0]]);
  });

  it('counts what it could not publish, with the age of the oldest', async () => {
    const bench = new RelayBench(
      [
        sampleEntry('a', 1, { createdAt: addMillis(start, -90_000) }),
        sampleEntry('b', 1, { createdAt: old }),
        sampleEntry('c', 1, { createdAt: old }),
      ],
      (_topicArn, { body }) => (body.includes('c-1') ? undefined : THROTTLED),
    );

    await bench.sweep();

    const sinceStart = bench.clock.now() - start;
    expect(bench.line).toMatchObject({
      published: 1,
      failed: 2,
      unpublished: 2,
      oldestUnpublishedMs: 90_000 + sinceStart,
      errors: { Throttled: 2 },
    });
  });

  it('G1 G3 publishes a key of any size in order, and holds a part of it at a time', async () => {
    const entries = Array.from({ length: 40 }, (_, index) =>
      sampleEntry('a', index, { topic: 'ledger', createdAt: old, body: bodyOf(`a-${index}`, 200_000) }),
    );
    let read = 0;
    let mostAhead = 0;
    const bench = new RelayBench(entries, undefined, {
      store: {
        async *ofKey(key) {
          for await (const entry of bench.store.ofKey(key)) {
            read += 1;
            mostAhead = Math.max(mostAhead, read - bench.publisher.published.length);
            yield entry;
          }
        },
      },
    });

    await bench.sweep();

    expect(bench.publishedIds).toEqual(entries.map(({ eventId }) => eventId));
    expect(bench.store.all()).toEqual([]);
    expect(mostAhead).toBe(6);
  });

  it('G3 publishes nothing of a key behind a part of it that failed', async () => {
    const entries = Array.from({ length: 10 }, (_, index) =>
      sampleEntry('a', index, { topic: 'ledger', createdAt: old, body: bodyOf(`a-${index}`, 200_000) }),
    );
    const bench = new RelayBench(entries, (_topicArn, { body }) => (body.includes('a-2') ? THROTTLED : undefined));

    await bench.sweep();

    expect(bench.publishedIds).toEqual(['a-0', 'a-1']);
    expect(bench.store.all()).toHaveLength(8);
  });

  it('G4 goes on with the other keys when one cannot be read, and counts what it knows of it', async () => {
    const bench = new RelayBench(
      [sampleEntry('a', 1, { createdAt: old }), sampleEntry('b', 1, { createdAt: old })],
      undefined,
      {
        store: {
          async *ofKey(key) {
            if (key === 'a') {
              throw new Error('throttled');
            }
            yield* bench.store.ofKey(key);
          },
        },
      },
    );

    await bench.sweep();

    expect(bench.publishedIds).toEqual(['b-1']);
    expect(bench.line).toMatchObject({ published: 1, failed: 1, unpublished: 1, errors: { READ_FAILED: 1 } });
    expect(bench.line?.oldestUnpublishedMs).toBeGreaterThanOrEqual(60_000);
  });

  it('G4 goes on with other topics when one takes nothing, and counts what it left of that one', async () => {
    const stuck = Array.from({ length: 200 }, (_, index) =>
      sampleEntry(`k${index}`, 1, { topic: 'ledger', createdAt: old }),
    );
    const sound = sampleEntry('z', 1, { createdAt: old });
    const bench = new RelayBench([...stuck, sound], (topicArn) => (topicArn.endsWith('.fifo') ? THROTTLED : undefined));

    await bench.sweep(30_000);

    expect(bench.publishedIds).toEqual(['z-1']);
    expect(bench.line).toMatchObject({ published: 1, unpublished: 200, errors: { TOPIC_FAILING: 175, Throttled: 25 } });
  });

  it('counts on when the time for publishing is used up', async () => {
    const entries = Array.from({ length: 40 }, (_, index) => sampleEntry(`k${index}`, 1, { createdAt: old }));
    const bench = new RelayBench(entries, undefined, {
      publisher: {
        publishBatch: async (topicArn, batch) => {
          await bench.clock.sleep(43_000);
          return bench.publisher.publishBatch(topicArn, batch);
        },
      },
    });

    await bench.sweep();

    expect(bench.line).toMatchObject({ published: 25, unpublished: 15, oldestUnpublishedMs: 60_000 + 43_000 });
  });

  it('does not count what was quarantined', async () => {
    const bench = new RelayBench([sampleEntry('a', 1, { createdAt: old })], () => ({
      outcome: 'refused',
      code: 'InvalidParameter',
      message: 'too long',
    }));

    await bench.sweep();
    await bench.sweep();

    expect(bench.lines[0]).toMatchObject({ quarantined: 1, unpublished: 0 });
    expect(bench.lines[1]).toMatchObject({ quarantined: 0, unpublished: 0 });
  });

  it('logs no measure when the table cannot be read, so that its absence alarms', async () => {
    const bench = new RelayBench([], undefined, {
      store: {
        // biome-ignore lint/correctness/useYield: it fails before the first entry
        async *olderThan() {
          throw new Error('table is gone');
        },
      },
    });

    await expect(bench.sweep()).rejects.toThrow('table is gone');
    expect(bench.lines).toEqual([]);
  });
});
