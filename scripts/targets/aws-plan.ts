import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Identity } from 'fanout/testing';

/** What a run on an account creates, in the words that the user reads before it starts. */
export interface AwsPlan {
  readonly identity: Identity;
  readonly stackName: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Folder of the cloud assembly. */
  readonly assembly: string;
}

/** List prices of us-east-1 in US dollars. */
/** For each metric that an alarm looks at. */
const ALARMED_METRIC_A_MONTH = 0.1;
const COMPOSITE_ALARM_A_MONTH = 0.5;
const KEY_A_MONTH = 1;
/** A metric made from log lines. */
const METRIC_A_MONTH = 0.3;
/** Lambda polls an empty queue about 650,000 times a month, at 0.40 a million. */
const POLLED_QUEUE_A_MONTH = 0.26;
/** Every request, message, write unit and invocation of the suite, a few thousand, at the dearest price of a million. */
const REQUESTS = 50_000;
const DEAREST_MILLION = 1.25;
const HOURS_A_MONTH = 730;

/** Account, Region, what is created and an estimate of the cost, line by line. */
export async function describePlan({ identity, stackName, tags, assembly }: AwsPlan): Promise<readonly string[]> {
  const resources = await readResources(assembly);
  const types = countBy(resources.map(({ Type }) => Type));
  const monthly = resources.reduce(
    (sum, resource) => sum + atRest(resource),
    METRIC_A_MONTH * loggedMetrics(resources),
  );
  const once = (REQUESTS / 1_000_000) * DEAREST_MILLION + monthly / HOURS_A_MONTH;
  const counts = [...types].sort().map(([type, count]) => `${count} ${type.replace('AWS::', '')}`);
  return [
    `account   ${identity.account}, as ${identity.arn}`,
    `Region    ${identity.region}`,
    `stack     ${stackName}, destroyed at the end; before it, cdk bootstrap if the Region has no CDKToolkit, which stays, and in its bucket the functions' code`,
    `tags      ${Object.entries(tags)
      .map(([key, value]) => `${key}=${value}`)
      .join(', ')}`,
    `creates   ${counts.join(', ')}`,
    `cost      about ${dollars(once)} for an hour and the suite's requests; ${dollars(monthly)} a month if the stack stayed (list prices of us-east-1)`,
  ];
}

interface Resource {
  readonly Type: string;
  readonly Properties?: {
    readonly StartingPosition?: unknown;
    readonly Metrics?: readonly { readonly MetricStat?: unknown }[];
    readonly MetricTransformations?: readonly { readonly MetricNamespace: unknown; readonly MetricName: unknown }[];
  };
}

async function readResources(assembly: string): Promise<readonly Resource[]> {
  const template = JSON.parse(await readFile(join(assembly, 'FanoutExample.template.json'), 'utf8')) as {
    readonly Resources: Readonly<Record<string, Resource>>;
  };
  return Object.values(template.Resources);
}

/** What a resource costs in a month without traffic. */
function atRest({ Type, Properties }: Resource): number {
  switch (Type) {
    case 'AWS::CloudWatch::Alarm':
      return ALARMED_METRIC_A_MONTH * alarmedMetrics(Properties);
    case 'AWS::CloudWatch::CompositeAlarm':
      return COMPOSITE_ALARM_A_MONTH;
    case 'AWS::KMS::Key':
      return KEY_A_MONTH;
    case 'AWS::Lambda::EventSourceMapping':
      // Reading a stream, which alone has a starting position, is free for Lambda.
      return Properties?.StartingPosition === undefined ? POLLED_QUEUE_A_MONTH : 0;
    default:
      return 0;
  }
}

/** An alarm on an expression looks at each metric in it. */
const alarmedMetrics = ({ Metrics = [{ MetricStat: {} }] }: Resource['Properties'] = {}): number =>
  Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length;

/** Metrics that are made from log lines; several filters may feed one. */
const loggedMetrics = (resources: readonly Resource[]): number =>
  new Set(
    resources
      .flatMap(({ Properties }) => Properties?.MetricTransformations ?? [])
      .map(({ MetricNamespace, MetricName }) => JSON.stringify([MetricNamespace, MetricName])),
  ).size;

function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

const dollars = (amount: number): string => `$${amount.toFixed(2)}`;
