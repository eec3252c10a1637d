import { describe, expect, it } from 'vitest';
import { cryptoRandom } from '../../../lambdas/adapters/crypto-random.ts';
import { systemClock } from '../../../lambdas/adapters/system-clock.ts';

describe('systemClock', () => {
  it('tells the time and sleeps that long', async () => {
    const startedAt = systemClock.now();

    await systemClock.sleep(15);

    expect(Math.abs(startedAt - Date.now())).toBeLessThan(10_000);
    expect(systemClock.now() - startedAt).toBeGreaterThanOrEqual(14);
  });

  it.each(['before', 'during'])('wakes at once when its signal aborts %s the sleep', async (moment) => {
    const controller = new AbortController();
    if (moment === 'before') {
      controller.abort();
    }
    const sleep = systemClock.sleep(60_000, controller.signal);
    controller.abort();

    await expect(sleep).resolves.toBeUndefined();
  });
});

describe('cryptoRandom', () => {
  it('gives fractions of [0, 1) that differ', () => {
    const fractions = Array.from({ length: 100 }, () => cryptoRandom.fraction());

    expect(fractions.every((fraction) => fraction >= 0 && fraction < 1)).toBe(true);
    expect(new Set(fractions).size).toBe(100);
  });

  it('gives as many bytes as asked for', () => {
    expect(cryptoRandom.bytes(16)).toHaveLength(16);
  });
});
