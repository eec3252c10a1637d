import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTarget, type Target, type TargetChoice, type TargetOptions } from 'fanout/testing';
import { synthesisedHash } from '../../test/acceptance/template-hash.ts';
import type { VitestRun } from '../run-vitest.ts';
import { type Column, caseTable } from './case-table.ts';
import { FAILED, reportFailure } from './exit-code.ts';
import { INTERRUPTED, interruption } from './interruption.ts';
import { runOnDeployment, runOnEmbeddedCloud, type SuiteContext } from './run-suite.ts';
import { renameStack, synthesise } from './synthesise.ts';

/** What to test on, and beside what. */
export interface TestPlan {
  readonly choice: TargetChoice;
  /** Heading of the target's column. */
  readonly heading: string;
  readonly stackName: string;
  /** Whether the suite runs on an embedded cloud as well, while the target starts and deploys. */
  readonly beside: 'embedded' | 'nothing';
  readonly options?: TargetOptions;
  /**
   * Asked once the target is there and before anything is created on it; throws to refuse.
   *
   * @default - nobody is asked
   */
  readonly confirm?: (target: Target, assembly: string, signal: AbortSignal) => Promise<void>;
}

const log = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Starts a target, deploys the example, runs the acceptance suite, removes everything. Answers the exit code. */
export async function testOnTarget(plan: TestPlan): Promise<number> {
  const signal = interruption();
  const folder = await mkdtemp(join(tmpdir(), 'fanout-target-'));
  try {
    return await run(plan, { folder, signal });
  } catch (error) {
    return reportFailure(error, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(plan: TestPlan, context: SuiteContext): Promise<number> {
  const { heading, beside } = plan;
  const deployedFailed = new AbortController();
  const embeddedSignal = AbortSignal.any([context.signal, deployedFailed.signal]);
  const embedded = beside === 'embedded' ? runOnEmbeddedCloud({ ...context, signal: embeddedSignal }) : undefined;
  let deployed: Outcome;
  try {
    deployed = await onTarget(plan, context);
  } catch (error) {
    deployedFailed.abort();
    await embedded;
    throw error;
  }
  const columns: Column[] = [
    ...(embedded === undefined ? [] : [{ target: 'embedded', run: await embedded }]),
    { target: heading, run: deployed.run },
  ];
  if (context.signal.aborted) {
    return INTERRUPTED;
  }
  return report(columns, deployed);
}

interface Outcome {
  readonly run: VitestRun;
  /** SHA-256 of the template that was deployed, and that a case of every run compares. */
  readonly templateHash: string;
  readonly steps: readonly string[];
  /** What could not be removed. */
  readonly left: readonly string[];
}

async function onTarget(
  { choice, stackName, options = {}, confirm }: TestPlan,
  context: SuiteContext,
): Promise<Outcome> {
  const { folder, signal } = context;
  const steps = stopwatch();
  const assembly = join(folder, 'cdk.out');
  await synthesise(assembly, signal);
  await renameStack(assembly, stackName);
  steps.lap('synthesised');
  const target = await startTarget(choice, { ...options, log, signal });
  let run: VitestRun;
  let left: readonly string[];
  try {
    await confirm?.(target, assembly, signal);
    steps.lap('target ready');
    const deployment = await target.deploy({ assembly, stack: stackName });
    steps.lap('deployed');
    log(`running the acceptance suite on ${stackName}`);
    run = await runOnDeployment(target, deployment, assembly, context);
    steps.lap('suite');
  } finally {
    left = await target.stop();
    for (const line of left) {
      process.stderr.write(`left: ${line}\n`);
    }
  }
  steps.lap('removed');
  return { run, left, templateHash: await synthesisedHash(assembly), steps: steps.laps };
}

function report(columns: readonly Column[], { templateHash, steps, left }: Outcome): number {
  const { lines, passed, failed } = caseTable(columns);
  for (const { target, run } of columns.filter((column) => column.run.code !== 0)) {
    log(`\n== ${target}\n${run.output}`);
  }
  log(`\n${lines.join('\n')}`);
  log(
    `\ntemplate of cdk synth, and deployed to ${columns.map(({ target }) => target).join(' and ')}: sha256 ${templateHash}`,
  );
  log(steps.join(', '));
  log(`\n${passed} passed, ${failed} failed`);
  return failed > 0 || left.length > 0 || columns.some(({ run }) => run.code !== 0) ? FAILED : 0;
}

/** Names steps with the seconds that each took. */
function stopwatch(): { readonly laps: readonly string[]; lap(name: string): void } {
  const laps: string[] = [];
  let since = performance.now();
  return {
    laps,
    lap: (name) => {
      const now = performance.now();
      laps.push(`${name} ${((now - since) / 1_000).toFixed(1)} s`);
      since = now;
    },
  };
}
