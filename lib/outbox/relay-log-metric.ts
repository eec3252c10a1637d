import { Duration, Names, ScopedAws } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { RelayLogLine } from '../../contracts/log.ts';

/** Period of the metrics and alarms of relays. */
export const RELAY_PERIOD = Duration.minutes(5);

/**
 * Namespace of an outbox's metrics: of stack and outbox, because a metric filter cannot add a dimension that is not in the
 * log line. The stack is the outbox's also where a dashboard of another one reads the metric.
 */
export const relayNamespace = (outbox: Construct): string =>
  `Fanout/${new ScopedAws(outbox).stackName}/${Names.uniqueResourceName(outbox, { maxLength: 64 })}`;

/** What {@link measureRelayLine} measures. */
export interface RelayMeasure {
  readonly namespace: string;
  readonly metricName: string;
  readonly field: keyof RelayLogLine;
}

/** Measures a number of the `fanout.relay` lines of a function. Defines a metric filter. */
export function measureRelayLine(scope: Construct, id: string, logGroup: ILogGroup, measure: RelayMeasure): void {
  new MetricFilter(scope, id, {
    logGroup,
    filterPattern: FilterPattern.all(
      FilterPattern.stringValue('$.type', '=', 'fanout.relay'),
      FilterPattern.numberValue(`$.${measure.field}`, '>=', 0),
    ),
    metricNamespace: measure.namespace,
    metricName: measure.metricName,
    metricValue: `$.${measure.field}`,
  });
}

/** The metric of what was measured, in the account and Region of `scope`. */
export const relayLogMetric = (scope: Construct, { namespace, metricName }: RelayMeasure, statistic: string): Metric =>
  new Metric({ namespace, metricName, statistic, period: RELAY_PERIOD }).attachTo(scope);
