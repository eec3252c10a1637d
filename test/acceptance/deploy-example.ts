import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedCloud } from 'fanout/testing';
import type { TestProject } from 'vitest/node';
import { synthesiseExample } from '../../example/synthesise.ts';
import { chosenDynamoDb } from '../chosen-dynamodb.ts';

/** Deploys the example once for all files of the suite, and tells them the endpoint: they need nothing else. */
export default async function deployExample(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'fanout-acceptance-'));
  const { assemblyDir } = await synthesiseExample({ outdir: join(folder, 'cdk.out'), environment: process.env });
  const cloud = await startEmbeddedCloud({ assembly: assemblyDir, dynamodb: chosenDynamoDb });
  project.provide('endpoint', cloud.endpoint);
  project.provide('stackName', 'FanoutExample');
  return async () => {
    await cloud.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
