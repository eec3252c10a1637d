import { describe, expect, it } from 'vitest';
import type { Backlog } from '../../../example/run/watch/platform-watch.ts';
import { waitUntilSettled } from '../../../example/run/watch/settled.ts';

const backlog = (waiting: number, inFlight = 0, outbox = 0): Backlog => ({
  outbox,
  queues: new Map([
    ['email', { waiting: 0, inFlight: 0 }],
    ['ledger', { waiting, inFlight }],
  ]),
});

const idle = async () => true;

/** Waits with these looks, then empty ones, and answers how many it took. */
async function looksTaken(backlogs: readonly Backlog[], isIdle: () => Promise<boolean> = idle): Promise<number> {
  let looks = 0;
  const nextBacklog = async () => backlogs[looks++] ?? backlog(0);
  const options = { nextBacklog, isIdle, deadlineMs: 10_000, signal: new AbortController().signal };
  expect(await waitUntilSettled(options)).toBe(true);
  return looks;
}

describe('waitUntilSettled', () => {
  it.each([
    ['waiting messages', backlog(1)],
    ['messages in flight', backlog(0, 1)],
    ['entries in the outbox', backlog(0, 0, 1)],
  ])('begins to count again after %s', async (_what, busy) => {
    expect(await looksTaken([])).toBe(3);
    expect(await looksTaken([backlog(0), backlog(0), busy])).toBe(6);
  });

  it('waits for others that put messages on their way', async () => {
    let asked = 0;

    expect(await looksTaken([], async () => ++asked > 2)).toBe(5);
  });

  it('says so when it does not come to rest before the deadline', async () => {
    const options = { nextBacklog: async () => backlog(1), isIdle: idle, signal: new AbortController().signal };

    expect(await waitUntilSettled({ ...options, deadlineMs: 1 })).toBe(false);
  });

  it('ends when it is told to', async () => {
    const options = { nextBacklog: async () => backlog(1), isIdle: idle, signal: AbortSignal.abort() };

    expect(await waitUntilSettled({ ...options, deadlineMs: 60_000 })).toBe(false);
  });

  it('fails when the platform cannot be looked at', async () => {
    const nextBacklog = () => Promise.reject(new Error('no endpoint'));
    const options = { nextBacklog, isIdle: idle, deadlineMs: 60_000, signal: new AbortController().signal };

    await expect(waitUntilSettled(options)).rejects.toThrow('no endpoint');
  });
});
