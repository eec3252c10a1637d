import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { describePlan } from '../../../scripts/targets/aws-plan.ts';

it('names account, Region, tags, what is created and what it costs, polled queues and metrics included', async () => {
  const assembly = mkdtempSync(join(tmpdir(), 'fanout-plan-'));
  onTestFinished(() => rmSync(assembly, { recursive: true }));
  const Resources = {
    Alarm: { Type: 'AWS::CloudWatch::Alarm' },
    Metric: { Type: 'AWS::Logs::MetricFilter' },
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
    'creates   1 CloudWatch::Alarm, 2 Lambda::EventSourceMapping, 1 Logs::MetricFilter',
    expect.stringContaining('$0.66 a month if the stack stayed'),
  ]);
});
