import { describe, expect, it } from 'vitest';
import { addMillis } from '../../../contracts/time.ts';
import { Scheduler } from '../../../testing/simulator/scheduler.ts';

describe('a scheduler', () => {
  it('lets things happen in the order of their time, and of their planning at the same time', async () => {
    const scheduler = new Scheduler();
    const happened: string[] = [];
    for (const [name, after] of [
      ['c', 30],
      ['a', 10],
      ['b1', 20],
      ['b2', 20],
    ] as const) {
      scheduler.after(after, () => happened.push(name));
    }

    await scheduler.run(addMillis(scheduler.now(), 25));

    expect(happened).toEqual(['a', 'b1', 'b2']);
  });

  it('lets promises run on as far as they can before the next thing happens', async () => {
    const scheduler = new Scheduler();
    const happened: string[] = [];
    scheduler.after(1, async () => {
      for (let turn = 0; turn < 20; turn += 1) {
        await Promise.resolve();
      }
      happened.push('promises');
    });
    scheduler.after(2, () => happened.push('next'));

    await scheduler.run(addMillis(scheduler.now(), 10));

    expect(happened).toEqual(['promises', 'next']);
  });

  it('forgets what was taken back, and moves time to where it was asked to run', async () => {
    const scheduler = new Scheduler();
    const start = scheduler.now();
    const happened: string[] = [];
    const cancel = scheduler.after(5, () => happened.push('never'));

    cancel();
    await scheduler.run(addMillis(start, 1_000));

    expect(happened).toEqual([]);
    expect(scheduler.now() - start).toBe(1_000);
  });

  it('fails when a system runs in circles', async () => {
    const scheduler = new Scheduler();
    const again = (): void => {
      scheduler.after(0, again);
    };
    again();

    await expect(scheduler.run(addMillis(scheduler.now(), 1))).rejects.toThrow('the system runs in circles');
  });
});
