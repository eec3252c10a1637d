import type { Deployment, Target } from 'fanout/testing';
import { toVariables } from '../../test/acceptance/deployed-example.ts';
import { synthesisedHash } from '../../test/acceptance/template-hash.ts';
import { runVitest, type VitestRun } from '../run-vitest.ts';

/** `npm start` has a cloud of its own: what it does is no case of a target. */
const CASES = ['--project', 'acceptance', '--exclude', 'test/acceptance/npm-start*.test.ts'];
/** Files of the suite at the same time: the embedded cloud serves them all, others get slower than time-outs allow. */
const EMBEDDED_FILES = '12';
const DEPLOYED_FILES = '4';

/** What a run needs of the program that starts it. */
export interface SuiteContext {
  /** Folder for temporary files; removed by the caller. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Runs the suite on an embedded cloud of its own. */
export const runOnEmbeddedCloud = ({ folder, signal }: SuiteContext): Promise<VitestRun> =>
  runVitest([...CASES, '--maxWorkers', EMBEDDED_FILES], { variables: { TMPDIR: folder }, signal });

/** Runs the suite on a stack that is deployed. */
export async function runOnDeployment(
  target: Target,
  { connection, stacks }: Deployment,
  assembly: string,
  { folder, signal }: SuiteContext,
): Promise<VitestRun> {
  const deployed = {
    target: target.name,
    connection,
    capabilities: [...target.capabilities],
    stackName: stacks.at(-1) ?? '',
    templateHash: await synthesisedHash(assembly),
  };
  const variables = { TMPDIR: folder, ...toVariables(deployed) };
  return runVitest([...CASES, '--maxWorkers', DEPLOYED_FILES], { variables, signal });
}
