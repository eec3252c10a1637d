import { connectTo, readStackOutputs } from 'fanout/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { allProbes } from './all-probes.ts';
import { STACK_NAME } from './deploy-probe-stack.ts';
import { Lab } from './lab.ts';
import { expectedAnswer } from './probe.ts';

const cloud = inject('probedCloud');

describe('a cloud answers', () => {
  let lab: Lab;

  beforeAll(async () => {
    const clients = connectTo({ endpoint: cloud.endpoint });
    lab = new Lab(clients, await readStackOutputs(clients, STACK_NAME));
  });
  afterAll(() => lab.close());

  it.concurrent.each(allProbes.map((probe) => [probe.id, probe] as const))('%s', async (_id, probe) => {
    const answer = await probe.run(lab);

    expect(answer, probe.question).toEqual(expectedAnswer(probe, cloud.name));
  });
});
