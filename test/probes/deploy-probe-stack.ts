import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { startTarget } from 'fanout/testing';
import type { TestProject } from 'vitest/node';
import { chosenTarget } from '../acceptance/chosen-target.ts';
import type { ProbedCloud } from './probe.ts';
import { ProbeStack } from './probe-stack.ts';

declare module 'vitest' {
  interface ProvidedContext {
    probedCloud: { readonly name: ProbedCloud; readonly endpoint: string };
  }
}

/** Name of the stack on every cloud. */
export const STACK_NAME = 'FanoutProbes';

/**
 * Deploys the probe stack once for all probes: to the embedded cloud, or to what `FANOUT_TARGET` says: `localstack`, or
 * the URL of a LocalStack that runs.
 */
export default async function deployProbeStack(project: TestProject): Promise<() => Promise<void>> {
  const choice = chosenTarget(process.env);
  if (choice === 'aws')
    throw new Error('probes run on the embedded cloud and LocalStack; what AWS answers is documented');
  const assembly = await mkdtemp(join(tmpdir(), 'fanout-probes-'));
  const removeAssembly = () => rm(assembly, { recursive: true, force: true });
  try {
    const app = new App({ outdir: assembly });
    new ProbeStack(app, STACK_NAME);
    app.synth();
    const target = await startTarget(choice);
    const { connection } = await target.deploy({ assembly }).catch(async (error: unknown) => {
      await target.stop();
      throw error;
    });
    const name = choice === 'embedded' ? 'embedded' : 'localstack';
    project.provide('probedCloud', { name, endpoint: connection.endpoint ?? '' });
    return async () => {
      const left = await target.stop();
      await removeAssembly();
      if (left.length > 0) throw new Error(`left behind: ${left.join('; ')}`);
    };
  } catch (error) {
    await removeAssembly();
    throw error;
  }
}
