import { describe, expect, it } from 'vitest';
import { LogStore } from '../../../embedded/logs/index.ts';

const messages = (store: LogStore, query: object = {}) =>
  store.events({ group: 'g', ...query }).events.map((event) => event.message);

function filled(...timestamps: number[]): LogStore {
  const store = new LogStore();
  for (const timestamp of timestamps) store.append('g', 's', `at ${timestamp}`, timestamp);
  return store;
}

describe('LogStore', () => {
  it('returns events in the order of arrival with stream, times and a unique id', () => {
    const store = filled(20, 10);
    const { events, nextToken } = store.events({ group: 'g' });

    expect(events).toMatchObject([
      { message: 'at 20', timestamp: 20, logStreamName: 's' },
      { message: 'at 10', timestamp: 10, logStreamName: 's' },
    ]);
    expect(events[0]?.ingestionTime).toBeGreaterThan(1_700_000_000_000);
    expect(new Set(events.map((event) => event.eventId)).size).toBe(2);
    expect(nextToken).toBeUndefined();
  });

  it.each([
    [{ startTime: 20 }, ['at 20', 'at 30']],
    [{ endTime: 20 }, ['at 10', 'at 20', 'at 15']],
    [{ startTime: 15, endTime: 15 }, ['at 15']],
    [{ startTime: 31 }, []],
  ])('selects by times, both inclusive, also when events came out of order: %j', (query, expected) => {
    expect(messages(filled(10, 20, 15, 30), query)).toEqual(expected);
  });

  it('goes on from page to page by token, and gives none when all has been read', () => {
    const store = filled(1, 2, 3);
    const first = store.events({ group: 'g', limit: 2 });
    const second = store.events({ group: 'g', limit: 2, after: first.nextToken ?? '' });

    expect(first.events.map((event) => event.message)).toEqual(['at 1', 'at 2']);
    expect(second.events.map((event) => event.message)).toEqual(['at 3']);
    expect(second.nextToken).toBeUndefined();
  });

  it('drops the oldest events beyond its size, and never the newest', () => {
    const store = new LogStore({ maxGroupBytes: 2000 });
    for (let line = 0; line < 1000; line++) store.append('g', 's', `line ${line}`);
    const kept = messages(store);

    expect(kept.at(-1)).toBe('line 999');
    expect(kept.length).toBeGreaterThan(5);
    expect(kept.length).toBeLessThan(20);
    store.append('g', 's', 'x'.repeat(5000));
    expect(messages(store)).toHaveLength(1);
  });

  it('lists groups by prefix and fails for one that does not exist', () => {
    const store = new LogStore();
    store.createGroup('/aws/lambda/b');
    store.append('/aws/lambda/a', 's', 'm');
    store.createGroup('/other');

    expect(store.groups('/aws/')).toEqual(['/aws/lambda/a', '/aws/lambda/b']);
    expect(store.groups()).toHaveLength(3);
    expect(() => store.events({ group: 'missing' })).toThrowError(
      expect.objectContaining({ code: 'ResourceNotFoundException' }),
    );
  });
});
