import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import type { App } from 'aws-cdk-lib';
import { envelopeOf, eventually, type RunningStack, startStack, TopicTap } from 'fanout/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleExampleHandlers, exampleStack } from '../unit/docs/example-stacks.ts';
import { userJoined } from '../unit/docs/examples/events.ts';

describe('the stack of docs/comparison.md, which has no outbox, under test', () => {
  const joined = envelopeOf(userJoined, { userId: 'ada', email: 'ada@example.com' }, { partitionkey: 'ada' });
  let outdir: string;
  let shop: RunningStack;

  beforeAll(async () => {
    outdir = await mkdtemp(join(tmpdir(), 'fanout-comparison-'));
    bundleExampleHandlers();
    const stack = await exampleStack('shop-with-fanout.ts', { outdir });
    const { directory } = (stack.node.root as App).synth();
    shop = await startStack({ assembly: directory, stack: stack.stackName, target: 'embedded' });
  });

  afterAll(async () => {
    await shop?.stop();
    await rm(outdir, { recursive: true, force: true });
  });

  it('publishes to its topic by the name of the definition', async () => {
    const { Topics = [] } = await shop.clients.sns.send(new ListTopicsCommand({}));
    expect(Topics).toHaveLength(1);
    const tap = await TopicTap.open(shop.clients, Topics[0]?.TopicArn ?? '');

    await shop.publish('users', joined);

    const message = await eventually(async () => (await tap.take())[0] ?? false, {
      deadlineMs: 10_000,
      what: 'the event at the topic',
    });
    expect(JSON.parse(message.body)).toEqual(joined);
    await tap.close();
  });

  it('names the topics and subscribers that it has when asked for others', async () => {
    await expect(shop.publish('orders', joined)).rejects.toThrow(
      'stack ShopWithFanout has no EventTopic "orders"; it has users',
    );
    await expect(shop.deadLettersOf('billing')).rejects.toThrow(
      'stack ShopWithFanout has no subscriber "billing"; it has audit, points',
    );
  });
});
