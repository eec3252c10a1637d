import type { Duration } from 'aws-cdk-lib';
import type { PropsCheck } from '../props/props-check.ts';

/** Checks how often a sweeper is to run, and answers the seconds. */
export function checkSweepEvery(check: PropsCheck, sweepEvery: Duration): number {
  const seconds = check.seconds(sweepEvery, { code: 'SweepEveryRange', prop: 'sweepEvery', min: 60, max: 3600 });
  if (seconds % 60 !== 0) {
    check.add(
      'SweepEveryRange',
      `sweepEvery must be whole minutes, the unit of EventBridge rates, got ${seconds} seconds`,
    );
  }
  return seconds;
}
