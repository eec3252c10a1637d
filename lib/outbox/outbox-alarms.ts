import { Duration } from 'aws-cdk-lib';
import { type Alarm, type IAlarmAction, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { RelayLogLine } from '../../contracts/log.ts';
import { definesAlarms } from '../stages/stage.ts';
import type { OutboxRelay } from './outbox-relay.ts';
import type { OutboxSweeper } from './outbox-sweeper.ts';
import { relayAlarm, relayAlarms } from './relay-alarms.ts';
import {
  measureRelayLine,
  RELAY_PERIOD,
  type RelayMeasure,
  relayLogMetric,
  relayNamespace,
} from './relay-log-metric.ts';

/** Well before the stream's 24 hours, after which the sweeper alone can help. */
const ITERATOR_AGE_LIMIT = Duration.hours(4);

/** Beyond the age at which the sweeper takes over. */
const UNPUBLISHED_GRACE = Duration.minutes(15);

/** So that one late metric is not mistaken for an absent sweeper. */
const SWEEPS_PER_PERIOD = 5;

/** Props for {@link OutboxAlarms}. */
export interface OutboxAlarmsProps {
  readonly relay: OutboxRelay;
  readonly sweeper: OutboxSweeper;
  readonly alarmActions?: readonly IAlarmAction[];
}

/**
 * The alarms of an outbox. Defines metric filters on the logs of relay and sweeper, and five alarms, which are
 * undefined in a stage without alarms.
 */
export class OutboxAlarms extends Construct {
  readonly oldestUnpublished?: Alarm;
  readonly iteratorAge?: Alarm;
  readonly quarantine?: Alarm;
  readonly relayErrors?: Alarm;
  readonly relayThrottles?: Alarm;
  /** Age of the oldest unpublished entry in milliseconds, measured by each sweep. */
  readonly metricOldestUnpublished: Metric;
  /** Entries older than the sweep age that are unpublished, measured by each sweep. */
  readonly metricUnpublished: Metric;
  /** Entries set aside because no topic will ever take them. */
  readonly metricQuarantined: Metric;
  readonly #namespace: string;

  constructor(scope: Construct, id: string, { relay, sweeper, alarmActions }: OutboxAlarmsProps) {
    super(scope, id);
    this.#namespace = relayNamespace(scope);
    const oldest = this.#measure('OldestUnpublished', 'oldestUnpublishedMs', {
      OldestUnpublishedFilter: sweeper.logGroup,
    });
    const unpublished = this.#measure('Unpublished', 'unpublished', { UnpublishedFilter: sweeper.logGroup });
    const quarantined = this.#measure('Quarantined', 'quarantined', {
      RelayQuarantinedFilter: relay.logGroup,
      SweeperQuarantinedFilter: sweeper.logGroup,
    });
    this.metricOldestUnpublished = relayLogMetric(this, oldest, 'Maximum');
    this.metricUnpublished = relayLogMetric(this, unpublished, 'Maximum');
    this.metricQuarantined = relayLogMetric(this, quarantined, 'Sum');

    if (definesAlarms(this)) {
      this.oldestUnpublished = this.#alarmOnOldestUnpublished(sweeper, alarmActions);
    }
    const alarms = relayAlarms(this, {
      relay,
      metricQuarantined: this.metricQuarantined,
      iteratorAgeLimit: ITERATOR_AGE_LIMIT,
      lateDescription:
        'The outbox relay is hours behind its stream, which keeps 24 hours. Look at the relay function: its errors, throttles and the state of its event source mapping.',
      quarantineDescription:
        'Outbox entries were quarantined: no topic will ever take them. Find them in the outbox table by their attribute quarantine, which holds the reason.',
      failingConsequence: 'The sweeper still publishes, later.',
      alarmActions,
    });
    this.iteratorAge = alarms.iteratorAge;
    this.quarantine = alarms.quarantine;
    this.relayErrors = alarms.relayErrors;
    this.relayThrottles = alarms.relayThrottles;
  }

  /** Missing data breach: a sweeper that does not run measures nothing. */
  #alarmOnOldestUnpublished(sweeper: OutboxSweeper, alarmActions: readonly IAlarmAction[] | undefined): Alarm {
    const period = Duration.seconds(Math.max(RELAY_PERIOD.toSeconds(), SWEEPS_PER_PERIOD * sweeper.sweepEverySeconds));
    return relayAlarm(this, 'OldestUnpublishedAlarm', this.metricOldestUnpublished.with({ period }), {
      threshold: Duration.seconds(sweeper.sweepAfterSeconds).toMilliseconds() + UNPUBLISHED_GRACE.toMilliseconds(),
      evaluationPeriods: 2,
      treatMissingData: TreatMissingData.BREACHING,
      alarmDescription:
        'An event was committed and neither relay nor sweeper has published it, or the sweeper does not run. Look at both functions and their log groups.',
      alarmActions,
    });
  }

  #measure(
    metricName: string,
    field: keyof RelayLogLine,
    logGroups: Readonly<Record<string, ILogGroup>>,
  ): RelayMeasure {
    const measure = { namespace: this.#namespace, metricName, field };
    for (const [id, logGroup] of Object.entries(logGroups)) {
      measureRelayLine(this, id, logGroup, measure);
    }
    return measure;
  }
}
