import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exampleTemplate } from '../example/example-template.ts';

describe('the page about deploying', () => {
  it.each([
    ['alarms', 'AWS::CloudWatch::Alarm', '| alarms | % at 0.10 |'],
    ['metrics', 'AWS::Logs::MetricFilter', '| metrics from log lines | % at 0.30 |'],
    ['queues with pollers', 'AWS::SNS::Subscription', "| Lambda's pollers on empty queues | % queues,"],
  ])('counts the %s of the example', (_what, type, row) => {
    const page = readFileSync(new URL('../../../docs/deploy.md', import.meta.url), 'utf8');
    const count = Object.keys(exampleTemplate().findResources(type)).length;

    expect(page).toContain(row.replace('%', String(count)));
  });
});
