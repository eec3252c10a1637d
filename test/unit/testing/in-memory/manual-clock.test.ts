import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../../testing/in-memory/manual-clock.ts';

describe('ManualClock', () => {
  it('wakes sleepers in the order of their time, not of their calls', async () => {
    const clock = new ManualClock();
    const woken: string[] = [];
    void clock.sleep(200).then(() => woken.push(`late at ${clock.now()}`));
    void clock.sleep(100).then(() => woken.push('early'));

    clock.advance(150);
    await Promise.resolve();
    const halfway = [...woken];
    clock.advance(50);
    await Promise.resolve();

    expect(halfway).toEqual(['early']);
    expect(woken).toEqual(['early', 'late at 1767225600200']);
  });

  it('wakes a sleeper at once when its signal aborts', async () => {
    const clock = new ManualClock();
    const abort = new AbortController();
    const slept = clock.sleep(1_000, abort.signal);

    abort.abort();

    await expect(slept).resolves.toBeUndefined();
    expect(clock.now()).toBe(1_767_225_600_000);
  });

  it('does not sleep for nothing, or on a signal that has aborted', async () => {
    const clock = new ManualClock();

    await expect(clock.sleep(0)).resolves.toBeUndefined();
    await expect(clock.sleep(1_000, AbortSignal.abort())).resolves.toBeUndefined();
  });

  it('moves by itself until driven work has settled', async () => {
    const clock = new ManualClock();
    const work = async () => {
      await clock.sleep(1_000);
      await clock.sleep(2_000);
      return 'done';
    };

    await expect(clock.drive(work())).resolves.toBe('done');
    expect(clock.now()).toBe(1_767_225_603_000);
  });

  it('fails when driven work waits for something else', async () => {
    await expect(new ManualClock().drive(new Promise(() => undefined))).rejects.toThrow(/nobody sleeps on this clock/);
  });
});
