import { readFileSync } from 'node:fs';
import { type StageName, stages } from 'fanout';
import { describe, expect, it } from 'vitest';
import { exampleTemplate } from '../example/example-template.ts';

const page = readFileSync(new URL('../../../docs/deploy.md', import.meta.url), 'utf8');

describe('the page about deploying', () => {
  it.each([
    ['queues, tables and logs when the stack goes', (stage: StageName) => stages[stage].removalPolicy],
    ['queues keep messages, days', (stage: StageName) => stages[stage].retentionPeriod.toDays()],
    ['logs are kept, days', (stage: StageName) => stages[stage].logRetention],
    ['point-in-time recovery of inbox and outbox', (stage: StageName) => stages[stage].pointInTimeRecovery],
    ['invocations of a consumer at the same time', (stage: StageName) => stages[stage].maxConcurrency],
  ])('says of the stages: %s', (what, inStage) => {
    expect(page).toContain(`| ${what} | ${inStage('dev')} | ${inStage('staging')} | ${inStage('prod')} |`);
  });

  it.each([['queues with pollers', 'AWS::SNS::Subscription', "| Lambda's pollers on empty queues | % queues,"]])(
    'counts the %s of the example',
    (_what, type, row) => {
      const count = Object.keys(exampleTemplate().findResources(type)).length;

      expect(page).toContain(row.replace('%', String(count)));
    },
  );

  it('counts the metrics of the example that are made from log lines, some by more than one filter', () => {
    const filters = Object.values(exampleTemplate().findResources('AWS::Logs::MetricFilter'));
    const metrics = filters.flatMap(({ Properties }) =>
      (Properties.MetricTransformations as { MetricNamespace: string; MetricName: string }[]).map(
        ({ MetricNamespace, MetricName }) => `${JSON.stringify(MetricNamespace)} ${MetricName}`,
      ),
    );

    expect(page).toContain(`| metrics from log lines | ${new Set(metrics).size} at 0.30 |`);
  });

  it('counts the metrics that the alarms of the example look at, by which they are billed', () => {
    const alarms = Object.values(exampleTemplate().findResources('AWS::CloudWatch::Alarm'));
    const metrics = alarms.flatMap(({ Properties: { Metrics = [{ MetricStat: {} }] } }) =>
      (Metrics as { MetricStat?: unknown }[]).filter(({ MetricStat }) => MetricStat !== undefined),
    );

    expect(page).toContain(`| metrics that ${alarms.length} alarms look at | ${metrics.length} at 0.10 |`);
  });
});
