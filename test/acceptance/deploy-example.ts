import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTarget } from 'fanout/testing';
import type { TestProject } from 'vitest/node';
import { synthesiseExample } from '../../example/synthesise.ts';
import { chosenDynamoDb } from '../chosen-dynamodb.ts';
import { chosenTarget } from './chosen-target.ts';
import { fromVariables } from './deployed-example.ts';
import { synthesisedHash } from './template-hash.ts';

const stackName = 'FanoutExample';

/**
 * Tells all files of the suite how to reach the deployed example: they need nothing else. Deploys it once, to the
 * target that `FANOUT_TARGET` names, unless somebody says that it is deployed already.
 *
 * `FANOUT_ASSEMBLY` is the folder of another cloud assembly of the example, as test/breaks makes them.
 */
export default async function deployExample(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const deployed = fromVariables(process.env);
  if (deployed !== undefined) {
    project.provide('deployed', deployed);
    return undefined;
  }
  await using parts = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'fanout-acceptance-'));
  parts.defer(() => rm(folder, { recursive: true, force: true }));
  const assembly = process.env['FANOUT_ASSEMBLY'] ?? (await synthesised(join(folder, 'cdk.out')));
  const target = await startTarget(chosenTarget(process.env), { embedded: { dynamodb: chosenDynamoDb } });
  parts.defer(async () => {
    const left = await target.stop();
    if (left.length > 0) {
      throw new Error(`not removed: ${left.join('; ')}`);
    }
  });
  const { connection } = await target.deploy({ assembly, stack: stackName });
  project.provide('deployed', {
    target: target.name,
    connection,
    capabilities: [...target.capabilities],
    stackName,
    templateHash: await synthesisedHash(assembly),
  });
  const kept = parts.move();
  return () => kept.disposeAsync();
}

async function synthesised(outdir: string): Promise<string> {
  const { assemblyDir } = await synthesiseExample({ outdir, environment: process.env });
  return assemblyDir;
}
