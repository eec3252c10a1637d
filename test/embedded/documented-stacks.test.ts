import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { startEmbeddedCloud } from 'fanout/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleExampleHandlers, exampleStack } from '../unit/docs/example-stacks.ts';

let outdir: string;

beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'fanout-documented-'));
  bundleExampleHandlers();
});

afterAll(() => rm(outdir, { recursive: true, force: true }));

/** What the embedded cloud says of a stack of the pages once it runs it. */
async function deployed(name: string) {
  const stack = await exampleStack(name, { outdir: join(outdir, name) });
  const { directory } = (stack.node.root as App).synth();
  const cloud = await startEmbeddedCloud({ assembly: directory });
  await cloud.stop();
  return cloud;
}

describe('the embedded cloud deploys the stacks that the pages of the constructs show', () => {
  it.each([
    ['event-topic.ts', 'Topics', 0],
    ['subscriber.ts', 'Subscribers', 9],
    ['producer.ts', 'Producers', 5],
    // Outbox 5, subscriber 3 and, by FanoutAlarms, 7 for the subscriber and 4 for the topic.
    ['fanout-alarms.ts', 'Watched', 19],
  ])('%s', async (name, stack, alarms) => {
    const cloud = await deployed(name);

    expect(cloud.stacks.map((each) => each.name)).toStrictEqual([stack]);
    expect(cloud.alarms).toHaveLength(alarms);
    expect(cloud.notEnforced.filter(({ reason }) => reason.includes('no such resource type'))).toStrictEqual([]);
  });
});
