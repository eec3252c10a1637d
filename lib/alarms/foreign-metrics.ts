import { Reference, ReferenceStrength, Stack, StringConcat, Token, Tokenization } from 'aws-cdk-lib';
import {
  Alarm,
  CfnAlarm,
  CfnCompositeAlarm,
  type IAlarm,
  type IMetric,
  MathExpression,
  Metric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { CfnFunction, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnTopic, type ITopic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue, type IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** What metrics are named after. */
export type Measured = IQueue | ITopic | IFunction;

/**
 * Metrics and alarms of other Regions, as a dashboard can name them.
 *
 * A name that CloudFormation makes is known in its own stack only. aws-cdk wants a fixed one for what another Region uses,
 * and would replace a deployed topic for the sake of a dashboard. Here the dashboard's stack reads the name from an output
 * instead, by a weak reference, so that it is in nobody's way.
 */
export class ForeignMetrics {
  readonly #scope: Construct;
  /** Names as they come from outputs, by what the L2s say. */
  readonly #names: ReadonlyMap<string, string>;

  constructor(scope: Construct, measured: readonly Measured[]) {
    this.#scope = scope;
    this.#names = new Map(measured.flatMap((resource) => nameOf(resource)));
  }

  /** A metric by names that can be read here. Those of this Region stay as they are. */
  metric(metric: IMetric): IMetric {
    if (metric instanceof MathExpression) {
      const { expression, label, color, period } = metric;
      const usingMetrics = Object.entries(metric.usingMetrics).map(([id, used]) => [id, this.metric(used)] as const);
      return new MathExpression({
        expression,
        label,
        color,
        period,
        usingMetrics: Object.fromEntries(usingMetrics),
      });
    }
    return metric instanceof Metric && this.#isForeign(metric.region) ? this.#renamed(metric) : metric;
  }

  /** An alarm by an ARN that can be read here. */
  alarm(alarm: IAlarm): IAlarm {
    const resource = alarm.node.defaultChild;
    return this.#isForeign(alarm.env.region) && (resource instanceof CfnAlarm || resource instanceof CfnCompositeAlarm)
      ? Alarm.fromAlarmArn(this.#scope, `Foreign${alarm.node.addr}`, fromOutput(resource.attrArn))
      : alarm;
  }

  #isForeign(region: string | undefined): boolean {
    const { region: own } = Stack.of(this.#scope);
    return region !== undefined && !Token.isUnresolved(region) && !Token.isUnresolved(own) && region !== own;
  }

  #renamed({ namespace, dimensions = {}, metricName, statistic, period, label, region }: Metric): Metric {
    const named = Object.entries(dimensions).map(([name, value]) => [name, this.#names.get(value) ?? value] as const);
    return new Metric({
      namespace: fromOutput(namespace),
      dimensionsMap: Object.fromEntries(named),
      metricName,
      statistic,
      period,
      label,
      region,
    });
  }
}

function nameOf(resource: Measured): readonly (readonly [string, string])[] {
  const l1 = resource.node.defaultChild;
  if (l1 instanceof CfnQueue) {
    return [[(resource as IQueue).queueName, fromOutput(l1.attrQueueName)]];
  }
  if (l1 instanceof CfnTopic) {
    return [[(resource as ITopic).topicName, fromOutput(l1.attrTopicName)]];
  }
  return l1 instanceof CfnFunction ? [[(resource as IFunction).functionName, fromOutput(l1.ref)]] : [];
}

/** The same text with each reference in it read from an output of the stack that it is about. */
const fromOutput = (text: string): string =>
  Tokenization.reverseString(text)
    .mapTokens({
      mapToken: (token) =>
        Reference.isReference(token)
          ? Tokenization.reverseString(Stack.consumeReference(Token.asString(token), ReferenceStrength.WEAK)).firstToken
          : token,
    })
    .join(new StringConcat());
