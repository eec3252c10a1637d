import { describe, expect, it } from 'vitest';
import type { InvokeOptions, InvokeResult } from '../../../embedded/lambda/index.ts';
import { Schedules } from '../../../embedded/schedules/index.ts';
import { rateMs } from '../../../embedded/schedules/rate.ts';

const SWEEPER = 'arn:aws:lambda:us-east-1:000000000000:function:sweeper';

describe('rateMs', () => {
  it.each([
    ['rate(1 minute)', 60_000],
    ['rate(5 minutes)', 300_000],
    ['rate(1 hour)', 3_600_000],
    ['rate(24 hours)', 86_400_000],
    ['rate(1 day)', 86_400_000],
  ])('%s is %d ms', (expression, milliseconds) => {
    expect(rateMs(expression)).toBe(milliseconds);
  });

  it.each([
    'rate(5 minute)',
    'rate(1 minutes)',
    'rate(0 minutes)',
    'rate(30 seconds)',
    'rate(1.5 hours)',
    'at(2026-11-21T00:00:00)',
  ])('refuses %s', (expression) => {
    expect(() => rateMs(expression)).toThrowError(expect.objectContaining({ code: 'ValidationException' }));
  });

  it('says that cron expressions are not run', () => {
    expect(() => rateMs('cron(0 12 * * ? *)')).toThrowError('cron is not run by the embedded cloud');
  });
});

class ClockedSchedules {
  readonly invocations: { name: string; event: Record<string, unknown>; options: InvokeOptions | undefined }[] = [];
  readonly intervals: number[] = [];
  #runs: (() => void)[] = [];
  result: () => Promise<InvokeResult> = async () => ({ outcome: 'success', payload: '' });
  readonly schedules = new Schedules({
    lambda: {
      invoke: (name, payload, options) => {
        this.invocations.push({ name, event: JSON.parse(payload), options });
        return this.result();
      },
    },
    every: (intervalMs, run) => {
      this.intervals.push(intervalMs);
      this.#runs.push(run);
      return () => {
        this.#runs = this.#runs.filter((other) => other !== run);
      };
    },
  });

  tick(): void {
    for (const run of this.#runs) run();
  }
}

describe('Schedules', () => {
  it('invokes the function at its rate, in the background, with a scheduled event', () => {
    const clocked = new ClockedSchedules();
    clocked.schedules.add({ name: 'sweep', expression: 'rate(1 minute)', functionArn: SWEEPER, enabled: true });
    expect(clocked.intervals).toEqual([60_000]);
    expect(clocked.invocations).toEqual([]);

    clocked.tick();

    expect(clocked.invocations).toEqual([
      {
        name: SWEEPER,
        options: { type: 'Event' },
        event: {
          version: '0',
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          'detail-type': 'Scheduled Event',
          source: 'aws.events',
          account: '000000000000',
          time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
          region: 'us-east-1',
          resources: ['arn:aws:events:us-east-1:000000000000:rule/sweep'],
          detail: {},
        },
      },
    ]);
  });

  it('passes the input that it was given', () => {
    const clocked = new ClockedSchedules();
    const schedule = { name: 'sweep', expression: 'rate(1 hour)', functionArn: SWEEPER, enabled: true };
    clocked.schedules.add({ ...schedule, input: '{"depth":2}' });
    clocked.tick();

    expect(clocked.invocations[0]?.event).toEqual({ depth: 2 });
  });

  it('checks a schedule that is disabled, but does not run it', () => {
    const clocked = new ClockedSchedules();
    clocked.schedules.add({ name: 's', expression: 'rate(1 hour)', functionArn: SWEEPER, enabled: false });

    expect(clocked.intervals).toEqual([]);
    expect(() =>
      clocked.schedules.add({ name: 's', expression: 'hourly', functionArn: SWEEPER, enabled: false }),
    ).toThrowError(expect.objectContaining({ code: 'ValidationException' }));
  });

  it('goes on when the function is gone, until it is stopped', async () => {
    const clocked = new ClockedSchedules();
    clocked.result = () => Promise.reject(new Error('Function not found'));
    clocked.schedules.add({ name: 's', expression: 'rate(1 hour)', functionArn: SWEEPER, enabled: true });
    clocked.tick();
    clocked.tick();
    expect(clocked.invocations).toHaveLength(2);

    clocked.schedules.stop();
    clocked.tick();
    expect(clocked.invocations).toHaveLength(2);
  });
});
