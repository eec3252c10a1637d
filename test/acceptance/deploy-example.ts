import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTarget } from 'fanout/testing';
import type { TestProject } from 'vitest/node';
import { synthesiseExample } from '../../example/synthesise.ts';
import { chosenTarget } from './chosen-target.ts';
import { paceOf } from './pace.ts';

const stackName = 'FanoutExample';

/** Deploys the example once for all files of the suite, and tells them how to reach it: they need nothing else. */
export default async function deployExample(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'fanout-acceptance-'));
  const { assemblyDir } = await synthesiseExample({ outdir: join(folder, 'cdk.out'), environment: process.env });
  const target = await startTarget(chosenTarget(process.env));
  const end = async () => {
    const left = await target.stop();
    await rm(folder, { recursive: true, force: true });
    if (left.length > 0) {
      throw new Error(`not removed: ${left.join('; ')}`);
    }
  };
  try {
    const { connection } = await target.deploy({ assembly: assemblyDir, stack: stackName });
    project.provide('connection', connection);
    project.provide('capabilities', [...target.capabilities]);
    project.provide('pace', paceOf(target));
    project.provide('stackName', stackName);
    return end;
  } catch (error) {
    await end();
    throw error;
  }
}
