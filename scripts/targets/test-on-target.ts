import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTarget, type Target, type TargetChoice, type TargetOptions } from 'fanout/testing';
import { synthesisedHash } from '../../test/acceptance/template-hash.ts';
import { embeddedCapabilities } from '../../testing/targets/capability.ts';
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
  const steps = stopwatch();
  const target = await startTarget(plan.choice, { ...plan.options, log, signal: context.signal });
  steps.lap('target ready');
  let left: readonly string[] = [];
  const outcome = await onTarget(plan, target, steps, context).finally(async () => {
    left = await target.stop();
    steps.lap('removed');
    for (const line of left) {
      process.stderr.write(`left: ${line}\n`);
    }
  });
  return context.signal.aborted ? INTERRUPTED : report(outcome, steps.laps, left);
}

/** What the suite made of the target, and of the embedded cloud beside it. */
interface Outcome {
  readonly columns: readonly Column[];
  /** SHA-256 of the template of `cdk synth`; a case of every column compares it with the deployed one. */
  readonly templateHash: string;
}

async function onTarget(
  { heading, stackName, beside, confirm }: TestPlan,
  target: Target,
  steps: Stopwatch,
  context: SuiteContext,
): Promise<Outcome> {
  const { folder, signal } = context;
  const assembly = join(folder, 'cdk.out');
  await synthesise(assembly, signal);
  await renameStack(assembly, stackName);
  steps.lap('synthesised');
  await confirm?.(target, assembly, signal);
  const failure = new AbortController();
  const embedded =
    beside === 'embedded'
      ? runOnEmbeddedCloud(assembly, { folder, signal: AbortSignal.any([signal, failure.signal]) })
      : undefined;
  try {
    const deployment = await target.deploy({ assembly, stack: stackName });
    steps.lap('deployed');
    // Not at the same time: on two cores each would make the other's functions time out.
    await embedded;
    log(`running the acceptance suite on ${stackName}`);
    const run = await runOnDeployment(target, deployment, assembly, context);
    steps.lap('suite');
    return {
      columns: [
        ...(embedded === undefined
          ? []
          : [{ target: 'embedded', capabilities: embeddedCapabilities, run: await embedded }]),
        { target: heading, capabilities: target.capabilities, run },
      ],
      templateHash: await synthesisedHash(assembly),
    };
  } catch (error) {
    failure.abort();
    await embedded;
    throw error;
  }
}

function report({ columns, templateHash }: Outcome, steps: readonly string[], left: readonly string[]): number {
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
interface Stopwatch {
  readonly laps: readonly string[];
  lap(name: string): void;
}

function stopwatch(): Stopwatch {
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
