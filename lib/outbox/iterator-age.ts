import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/** Age of the last record that a function read from its stream, in milliseconds. Absent while nothing is written. */
export const iteratorAge = (relay: IFunction, options?: MetricOptions): Metric =>
  relay.metric('IteratorAge', { statistic: 'Maximum', ...options });
