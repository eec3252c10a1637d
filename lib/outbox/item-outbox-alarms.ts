import { Duration } from 'aws-cdk-lib';
import type { Alarm, IAlarmAction, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { ItemRelay } from './item-relay.ts';
import { type RelayAlarms, relayAlarms } from './relay-alarms.ts';
import { measureRelayLine, relayLogMetric, relayNamespace } from './relay-log-metric.ts';

/** Long before the stream's 24 hours, after which events are lost: nothing sweeps items. */
const ITERATOR_AGE_LIMIT = Duration.minutes(15);

/** Props for {@link ItemOutboxAlarms}. */
export interface ItemOutboxAlarmsProps {
  readonly relay: ItemRelay;
  readonly alarmActions?: readonly IAlarmAction[];
}

/**
 * The alarms of an item outbox. Defines a metric filter on the log of the relay, and four alarms, which are
 * undefined in a stage without alarms.
 */
export class ItemOutboxAlarms extends Construct implements RelayAlarms {
  readonly iteratorAge?: Alarm;
  readonly quarantine?: Alarm;
  readonly relayErrors?: Alarm;
  readonly relayThrottles?: Alarm;
  /** Events and changes set aside because no topic will ever take them, or nobody can read them. */
  readonly metricQuarantined: Metric;

  constructor(scope: Construct, id: string, { relay, alarmActions }: ItemOutboxAlarmsProps) {
    super(scope, id);
    const measure = { namespace: relayNamespace(scope), metricName: 'Quarantined', field: 'quarantined' } as const;
    measureRelayLine(this, 'QuarantinedFilter', relay.logGroup, measure);
    this.metricQuarantined = relayLogMetric(this, measure, 'Sum');
    const alarms = relayAlarms(this, {
      relay,
      metricQuarantined: this.metricQuarantined,
      iteratorAgeLimit: ITERATOR_AGE_LIMIT,
      lateDescription:
        'The outbox relay is 15 minutes behind the stream of its table. What it has not published within 24 hours is lost. Look at the relay function: its errors, throttles and the state of its event source mapping.',
      quarantineDescription:
        'Events were quarantined: no topic will ever take them, or they could not be read or derived. Find them in the quarantine table; their attribute quarantine holds the reason.',
      failingConsequence: 'What it has not published within 24 hours is lost.',
      alarmActions,
    });
    this.iteratorAge = alarms.iteratorAge;
    this.quarantine = alarms.quarantine;
    this.relayErrors = alarms.relayErrors;
    this.relayThrottles = alarms.relayThrottles;
  }
}
