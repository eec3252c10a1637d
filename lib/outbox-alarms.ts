import { Aws, Duration, Names } from 'aws-cdk-lib';
import {
  type Alarm,
  ComparisonOperator,
  type IAlarmAction,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { RelayLogLine } from '../contracts/log.ts';
import { FanoutAlarm } from './fanout-alarm.ts';
import type { OutboxRelay } from './outbox-relay.ts';
import type { OutboxSweeper } from './outbox-sweeper.ts';

/** Well before the stream's 24 hours, after which the sweeper alone can help. */
const ITERATOR_AGE_LIMIT = Duration.hours(4);

/** Beyond the age at which the sweeper takes over. */
const UNPUBLISHED_GRACE = Duration.minutes(15);

const PERIOD = Duration.minutes(5);

/** So that one late metric is not mistaken for an absent sweeper. */
const SWEEPS_PER_PERIOD = 5;

type MetricName = 'OldestUnpublished' | 'Unpublished' | 'Quarantined';

/** Props for {@link OutboxAlarms}. */
export interface OutboxAlarmsProps {
  readonly relay: OutboxRelay;
  readonly sweeper: OutboxSweeper;
  readonly alarmActions?: readonly IAlarmAction[];
}

/**
 * The alarms of an outbox. Defines metric filters on the logs of relay and sweeper, and five alarms.
 *
 * The metrics are in a namespace of the stack and outbox, because a metric filter cannot add a dimension that is not in the
 * log line.
 */
export class OutboxAlarms extends Construct {
  readonly oldestUnpublished: Alarm;
  readonly iteratorAge: Alarm;
  readonly quarantine: Alarm;
  readonly relayErrors: Alarm;
  readonly relayThrottles: Alarm;
  /** Age of the oldest unpublished entry in milliseconds, measured by each sweep. */
  readonly metricOldestUnpublished: Metric;
  /** Entries older than the sweep age that are unpublished, measured by each sweep. */
  readonly metricUnpublished: Metric;
  /** Entries set aside because no topic will ever take them. */
  readonly metricQuarantined: Metric;
  readonly #namespace: string;
  readonly #actions: readonly IAlarmAction[];

  constructor(scope: Construct, id: string, props: OutboxAlarmsProps) {
    super(scope, id);
    const { relay, sweeper } = props;
    this.#namespace = `Fanout/${Aws.STACK_NAME}/${Names.uniqueResourceName(scope, { maxLength: 64 })}`;
    this.#actions = props.alarmActions ?? [];

    this.#measure('OldestUnpublishedFilter', sweeper.logGroup, 'OldestUnpublished', 'oldestUnpublishedMs');
    this.#measure('UnpublishedFilter', sweeper.logGroup, 'Unpublished', 'unpublished');
    this.#measure('RelayQuarantinedFilter', relay.logGroup, 'Quarantined', 'quarantined');
    this.#measure('SweeperQuarantinedFilter', sweeper.logGroup, 'Quarantined', 'quarantined');
    this.metricOldestUnpublished = this.#metric('OldestUnpublished', 'Maximum');
    this.metricUnpublished = this.#metric('Unpublished', 'Maximum');
    this.metricQuarantined = this.#metric('Quarantined', 'Sum');

    this.oldestUnpublished = this.#alarmOnOldestUnpublished(sweeper);
    this.iteratorAge = this.#alarm('IteratorAgeAlarm', relay.metricIteratorAge({ period: PERIOD }), {
      threshold: ITERATOR_AGE_LIMIT.toMilliseconds(),
      alarmDescription:
        'The outbox relay is hours behind its stream, which keeps 24 hours. Look at the relay function: its errors, throttles and the state of its event source mapping.',
    });
    this.quarantine = this.#alarm('QuarantineAlarm', this.metricQuarantined, {
      threshold: 0,
      alarmDescription:
        'Outbox entries were quarantined: no topic will ever take them. Find them in the outbox table by their attribute quarantine, which holds the reason.',
    });
    this.relayErrors = this.#alarm('RelayErrorsAlarm', relay.function.metricErrors({ period: PERIOD }), {
      threshold: 0,
      evaluationPeriods: 3,
      alarmDescription:
        'The outbox relay has been failing for 15 minutes. The sweeper still publishes, later. Look at the relay function and its log group.',
    });
    this.relayThrottles = this.#alarm('RelayThrottlesAlarm', relay.function.metricThrottles({ period: PERIOD }), {
      threshold: 0,
      evaluationPeriods: 3,
      alarmDescription:
        'The outbox relay has been throttled for 15 minutes: the account has no concurrency left for it. Raise the quota or lower the maxConcurrency of the subscribers.',
    });
  }

  /** Missing data breach: a sweeper that does not run measures nothing. */
  #alarmOnOldestUnpublished(sweeper: OutboxSweeper): Alarm {
    const period = Duration.seconds(Math.max(PERIOD.toSeconds(), SWEEPS_PER_PERIOD * sweeper.sweepEverySeconds));
    return this.#alarm('OldestUnpublishedAlarm', this.metricOldestUnpublished.with({ period }), {
      threshold: Duration.seconds(sweeper.sweepAfterSeconds).toMilliseconds() + UNPUBLISHED_GRACE.toMilliseconds(),
      evaluationPeriods: 2,
      treatMissingData: TreatMissingData.BREACHING,
      alarmDescription:
        'An event was committed and neither relay nor sweeper has published it, or the sweeper does not run. Look at both functions and their log groups.',
    });
  }

  #alarm(id: string, metric: Metric, options: AlarmOptions): Alarm {
    return new FanoutAlarm(this, id, {
      metric,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmActions: this.#actions,
      ...options,
    });
  }

  #measure(id: string, logGroup: ILogGroup, metricName: MetricName, field: keyof RelayLogLine): void {
    new MetricFilter(this, id, {
      logGroup,
      filterPattern: FilterPattern.all(
        FilterPattern.stringValue('$.type', '=', 'fanout.relay'),
        FilterPattern.numberValue(`$.${field}`, '>=', 0),
      ),
      metricNamespace: this.#namespace,
      metricName,
      metricValue: `$.${field}`,
    });
  }

  #metric(metricName: MetricName, statistic: string): Metric {
    return new Metric({ namespace: this.#namespace, metricName, statistic, period: PERIOD });
  }
}

interface AlarmOptions {
  readonly threshold: number;
  readonly alarmDescription: string;
  readonly evaluationPeriods?: number;
  readonly treatMissingData?: TreatMissingData;
}
