import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { describePlan } from '../../../scripts/targets/aws-plan.ts';

const metric = (MetricName: string) => ({ MetricTransformations: [{ MetricNamespace: 'Fanout', MetricName }] });

it('names account, Region, tags, what is created and what it costs, polled queues and metrics included', async () => {
  const assembly = mkdtempSync(join(tmpdir(), 'fanout-plan-'));
  onTestFinished(() => rmSync(assembly, { recursive: true }));
  const Resources = {
    Alarm: { Type: 'AWS::CloudWatch::Alarm' },
    Ratio: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: { Metrics: [{ Expression: 'a / b' }, { MetricStat: {} }, { MetricStat: {} }] },
    },
    Health: { Type: 'AWS::CloudWatch::CompositeAlarm' },
    // Two filters for one metric, and one for another.
    ByRelay: { Type: 'AWS::Logs::MetricFilter', Properties: metric('Quarantined') },
    BySweeper: { Type: 'AWS::Logs::MetricFilter', Properties: metric('Quarantined') },
    Other: { Type: 'AWS::Logs::MetricFilter', Properties: metric('Unpublished') },
    FromQueue: { Type: 'AWS::Lambda::EventSourceMapping', Properties: {} },
    FromStream: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { StartingPosition: 'TRIM_HORIZON' } },
  };
  writeFileSync(join(assembly, 'FanoutExample.template.json'), JSON.stringify({ Resources }));

  const lines = await describePlan({
    identity: { account: '111122223333', region: 'eu-west-1', arn: 'arn:aws:iam::111122223333:user/ada' },
    stackName: 'FanoutExample-test-1',
    tags: { purpose: 'test' },
    assembly,
  });

  expect(lines).toEqual([
    'account   111122223333, as arn:aws:iam::111122223333:user/ada',
    'Region    eu-west-1',
    expect.stringContaining('FanoutExample-test-1, destroyed at the end'),
    'tags      purpose=test',
    'creates   2 CloudWatch::Alarm, 1 CloudWatch::CompositeAlarm, 2 Lambda::EventSourceMapping, 3 Logs::MetricFilter',
    expect.stringContaining('$1.66 a month if the stack stayed'),
  ]);
});
