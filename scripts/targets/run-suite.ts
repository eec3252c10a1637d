import type { Deployment, Target } from 'fanout/testing';
import { toVariables } from '../../test/acceptance/deployed-example.ts';
import { synthesisedHash } from '../../test/acceptance/template-hash.ts';
import { type Report, runVitest, type VitestRun } from '../run-vitest.ts';

/** `npm start` has a cloud of its own: what it does is no case of a target. */
const CASES = ['--project', 'acceptance', '--exclude', 'test/acceptance/npm-start*.test.ts'];
/** What the clouds below the stack answer. */
const PROBES = ['--project', 'probes'];
/** Files of the suite at the same time: the embedded cloud serves them all, others get slower than time-outs allow. */
const EMBEDDED_FILES = '12';
const DEPLOYED_FILES = '4';

/** What a run needs of the program that starts it. */
export interface SuiteContext {
  /** Folder for temporary files; removed by the caller. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Runs the suite on an embedded cloud of its own, from the assembly of `cdk synth`, and then the probes on another. */
export async function runOnEmbeddedCloud(assembly: string, { folder, signal }: SuiteContext): Promise<VitestRun> {
  // What the user's shell has of these is for other commands: here it would run the suite elsewhere.
  const chosen = { FANOUT_ASSEMBLY: assembly, FANOUT_TARGET: '', FANOUT_DEPLOYMENT: undefined };
  const options = { variables: { TMPDIR: folder, ...chosen }, signal };
  const suite = await runVitest([...CASES, '--maxWorkers', EMBEDDED_FILES], options);
  return both(suite, await runVitest(PROBES, options));
}

/** Runs the suite on a stack that is deployed, and then the probes beside it, unless it is on AWS: that is the judge. */
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
  const suite = await runVitest([...CASES, '--maxWorkers', DEPLOYED_FILES], { variables, signal });
  if (connection.endpoint === undefined) {
    return suite;
  }
  return both(
    suite,
    await runVitest(PROBES, { variables: { ...variables, FANOUT_TARGET: connection.endpoint }, signal }),
  );
}

/** Two runs as one. */
const both = (first: VitestRun, second: VitestRun): VitestRun => ({
  code: Math.max(first.code, second.code),
  output: `${first.output}\n${second.output}`,
  report: joined(first.report, second.report),
});

/** Missing when one of them is: then not everything has run. */
function joined(first: Report | undefined, second: Report | undefined): Report | undefined {
  if (first === undefined || second === undefined) {
    return undefined;
  }
  return {
    numPassedTests: first.numPassedTests + second.numPassedTests,
    numFailedTests: first.numFailedTests + second.numFailedTests,
    numPendingTests: first.numPendingTests + second.numPendingTests,
    testResults: [...first.testResults, ...second.testResults],
  };
}
