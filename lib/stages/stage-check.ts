import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { lambdaLimits } from '../../contracts/limits.ts';
import { checkSweepEvery } from '../outbox/sweep-every.ts';
import { aFlag, alarmActionList, anything, aRemovalPolicy, oneOf } from '../props/prop-kinds.ts';
import { type PropKinds, type PropsCheck, shown } from '../props/props-check.ts';
import { RETENTION_BOUNDS } from '../retention.ts';
import type { StageSettings } from './stage-settings.ts';

const STAGE_KINDS: PropKinds<StageSettings> = {
  removalPolicy: aRemovalPolicy,
  retentionPeriod: anything,
  logRetention: oneOf('RetentionDays', RetentionDays),
  pointInTimeRecovery: aFlag,
  maxConcurrency: anything,
  definesAlarms: aFlag,
  sweepEvery: anything,
  alarmActions: alarmActionList,
};

/** Checks a stage's name and settings, and throws with all that is wrong. */
export function checkStage(check: PropsCheck, name: string, given: StageSettings): void {
  if (typeof name !== 'string' || name === '') {
    check.add('StageNameInvalid', `name must be that of a stage, got ${shown(name)}`);
  }
  const settings = check.kinds(given, STAGE_KINDS);
  if (settings.retentionPeriod !== undefined) {
    check.seconds(settings.retentionPeriod, RETENTION_BOUNDS);
  }
  if (settings.sweepEvery !== undefined) {
    checkSweepEvery(check, settings.sweepEvery);
  }
  if (settings.maxConcurrency !== undefined) {
    check.integer(settings.maxConcurrency, {
      code: 'MaxConcurrencyRange',
      prop: 'maxConcurrency',
      min: lambdaLimits.minMaximumConcurrency,
      max: lambdaLimits.maxMaximumConcurrency,
    });
  }
  check.finish();
}
