import type { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type Metric,
  type MetricOptions,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { FanoutAlarm } from '../alarms/fanout-alarm.ts';
import { definesAlarms } from '../stages/stage.ts';
import { RELAY_PERIOD } from './relay-log-metric.ts';

/** Options for {@link relayAlarm}. */
export interface RelayAlarmOptions {
  readonly threshold: number;
  readonly alarmDescription: string;
  /** @default 1 */
  readonly evaluationPeriods?: number;
  /** @default TreatMissingData.NOT_BREACHING */
  readonly treatMissingData?: TreatMissingData;
  /** @default - nobody is told */
  readonly alarmActions?: readonly IAlarmAction[];
}

/** An alarm that rings above a threshold. */
export const relayAlarm = (scope: Construct, id: string, metric: Metric, options: RelayAlarmOptions): Alarm =>
  new FanoutAlarm(scope, id, {
    metric,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    ...options,
  });

/** The alarms that every relay has. Undefined in a stage without alarms. */
export interface RelayAlarms {
  readonly iteratorAge?: Alarm;
  readonly quarantine?: Alarm;
  readonly relayErrors?: Alarm;
  readonly relayThrottles?: Alarm;
}

/** Options for {@link relayAlarms}. */
export interface RelayAlarmsOptions {
  readonly relay: { readonly function: IFunction; metricIteratorAge(options?: MetricOptions): Metric };
  readonly metricQuarantined: Metric;
  /** Age of the relay's position in the stream that is worth a call. */
  readonly iteratorAgeLimit: Duration;
  /** What a late relay means, and what to do. */
  readonly lateDescription: string;
  /** Where quarantined events are. */
  readonly quarantineDescription: string;
  /** What failing means meanwhile. */
  readonly failingConsequence: string;
  readonly alarmActions?: readonly IAlarmAction[];
}

const PERIODS_OF_TROUBLE = 3;

/** Defines the alarms that every relay has. */
export function relayAlarms(scope: Construct, options: RelayAlarmsOptions): RelayAlarms {
  const { relay, alarmActions, failingConsequence } = options;
  const period = RELAY_PERIOD;
  if (!definesAlarms(scope)) {
    return {};
  }
  return {
    iteratorAge: relayAlarm(scope, 'IteratorAgeAlarm', relay.metricIteratorAge({ period }), {
      threshold: options.iteratorAgeLimit.toMilliseconds(),
      alarmDescription: options.lateDescription,
      alarmActions,
    }),
    quarantine: relayAlarm(scope, 'QuarantineAlarm', options.metricQuarantined, {
      threshold: 0,
      alarmDescription: options.quarantineDescription,
      alarmActions,
    }),
    relayErrors: relayAlarm(scope, 'RelayErrorsAlarm', relay.function.metricErrors({ period }), {
      threshold: 0,
      evaluationPeriods: PERIODS_OF_TROUBLE,
      alarmDescription: `The outbox relay has been failing for 15 minutes. ${failingConsequence} Look at the relay function and its log group.`,
      alarmActions,
    }),
    relayThrottles: relayAlarm(scope, 'RelayThrottlesAlarm', relay.function.metricThrottles({ period }), {
      threshold: 0,
      evaluationPeriods: PERIODS_OF_TROUBLE,
      alarmDescription:
        'The outbox relay has been throttled for 15 minutes: the account has no concurrency left for it. Raise the quota or lower the maxConcurrency of the subscribers.',
      alarmActions,
    }),
  };
}
