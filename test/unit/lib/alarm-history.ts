import { metricMath, type Series } from './metric-math.ts';
import type { TemplateResource } from './template-reading.ts';

interface MetricQuery {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: { readonly Metric: { readonly MetricName: string } };
  readonly ReturnData?: boolean;
}

/** The properties of an alarm that decide when it rings. */
interface AlarmProperties {
  readonly MetricName?: string;
  readonly Metrics?: readonly MetricQuery[];
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
}

/**
 * Whether an alarm of a template is in ALARM after each period, given its metrics by name. As CloudWatch decides for
 * "greater than" and missing data that do not breach: enough of the last periods are above the threshold.
 */
export function alarmHistory({ Properties }: TemplateResource, metrics: Readonly<Record<string, Series>>): boolean[] {
  const alarm = Properties as unknown as AlarmProperties;
  const queries = new Map(alarm.Metrics?.map((query) => [query.Id, query]));
  const ofMetric = (name = ''): ((period: number) => number | undefined) => {
    const series = metrics[name];
    if (series === undefined) {
      throw new Error(`the alarm looks at ${name}, of which nothing is given`);
    }
    return (period) => series[period];
  };
  const ofQuery = (id: string): ((period: number) => number | undefined) => {
    const query = queries.get(id);
    return query?.Expression === undefined
      ? ofMetric(query?.MetricStat?.Metric.MetricName)
      : metricMath(query.Expression, ofQuery);
  };
  const returned = alarm.Metrics?.find(({ ReturnData }) => ReturnData !== false);
  const value = returned === undefined ? ofMetric(alarm.MetricName) : ofQuery(returned.Id);
  const periods = Math.max(...Object.values(metrics).map(({ length }) => length));
  const breaching = Array.from({ length: periods }, (_, period) => (value(period) ?? 0) > alarm.Threshold);
  const needed = alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods;
  return breaching.map((_, period) => {
    const window = breaching.slice(Math.max(0, period + 1 - alarm.EvaluationPeriods), period + 1);
    return window.filter(Boolean).length >= needed;
  });
}
