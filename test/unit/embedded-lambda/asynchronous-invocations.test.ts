import { describe, expect, it } from 'vitest';
import { AsynchronousInvocations } from '../../../embedded/lambda/asynchronous-invocations.ts';
import type { InvokeResult } from '../../../embedded/lambda/index.ts';

const SUCCESS: InvokeResult = { outcome: 'success', payload: '' };
const FAILURE: InvokeResult = { outcome: 'error', payload: '{}', errorType: 'Error' };
const THROTTLE: InvokeResult = { outcome: 'throttled' };

/** Runs one event whose retries are due as soon as they are planned; resolves with their delays. */
async function delaysUntilDone(results: readonly InvokeResult[]): Promise<number[]> {
  const delays: number[] = [];
  const planned: (() => void)[] = [];
  const invocations = new AsynchronousInvocations((delayMs, run) => {
    delays.push(delayMs);
    planned.push(run);
    return () => {};
  });
  let attempts = 0;
  invocations.start(async () => results[Math.min(attempts++, results.length - 1)] ?? SUCCESS);
  // An attempt plans its retry within a turn of the event loop; none planned means that it was the last.
  for (let ran = 0; ran <= planned.length && ran < 200; ran++) {
    await new Promise((resolve) => setImmediate(resolve));
    planned[ran]?.();
  }
  return delays;
}

describe('AsynchronousInvocations', () => {
  it('runs a success once', async () => {
    expect(await delaysUntilDone([SUCCESS])).toEqual([]);
  });

  it('tries a failure again after one and two minutes, and then drops it', async () => {
    expect(await delaysUntilDone([FAILURE])).toEqual([60_000, 120_000]);
  });

  it('stops when a retry succeeds', async () => {
    expect(await delaysUntilDone([FAILURE, SUCCESS])).toEqual([60_000]);
  });

  it('tries a throttled event more and more slowly, for six hours', async () => {
    const delays = await delaysUntilDone([THROTTLE]);

    expect(delays.slice(0, 10)).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000,
    ]);
    expect(delays.reduce((sum, delay) => sum + delay, 0)).toBeGreaterThanOrEqual(21_600_000);
    expect(delays.length).toBeLessThan(100);
  });

  it('forgets its retries when it is stopped', async () => {
    let isCancelled = false;
    const planned = Promise.withResolvers<void>();
    const invocations = new AsynchronousInvocations(() => {
      planned.resolve();
      return () => {
        isCancelled = true;
      };
    });
    invocations.start(async () => FAILURE);
    await planned.promise;
    invocations.stop();

    expect(isCancelled).toBe(true);
  });
});
