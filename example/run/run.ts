import { once } from 'node:events';
import type { Synthesis } from '../synthesise.ts';
import type { RunOptions } from './args.ts';
import { deploy } from './deploy.ts';
import { drivePlatform } from './drive-platform.ts';
import { canRedraw, showPicture } from './picture/live-picture.ts';
import { Phases } from './picture/phases.ts';
import type { OutputStream } from './picture/screen.ts';
import type { OrderInput } from './read-orders.ts';
import { formatCount } from './report/format.ts';
import { createPaint } from './report/paint.ts';
import { reportKeep } from './report/report-keep.ts';
import { exitCodeOf, type RunReport, reportRun } from './report/report-run.ts';
import { judge } from './verdict/judge.ts';

/** What a run has to do with the process that it is in. */
export interface RunContext {
  readonly input: OrderInput;
  /** Already under way. */
  readonly synthesis: Promise<Synthesis>;
  readonly output: OutputStream;
  /** Told what is not part of the picture, line by line. */
  readonly log: (line: string) => void;
  readonly environment: NodeJS.ProcessEnv;
  /** Ends the run early. */
  readonly signal: AbortSignal;
}

/**
 * Deploys the order platform, drives it, judges what came of it and tells.
 *
 * @returns the exit code: 0 when orders flowed, no promise was broken, every line of the input was an order, and what was
 * started is gone, else 1.
 * @throws the signal's reason when it aborts; nothing is left running.
 */
export async function run(options: RunOptions, context: RunContext): Promise<number> {
  const { input, output, environment, signal } = context;
  const { orders, malformed } = input;
  const redraws = canRedraw(output, environment);
  // What is verbose prints lines of its own in between.
  const phases = new Phases(output, { redraws: redraws && !options.verbose, signal });
  output.write(`${formatCount(orders.length, 'order')}, seed ${options.seed}\n`);
  const deployment = await deploy({
    ...options,
    ...context,
    onPhase: (phase) => phases.begin(phase),
  }).finally(() => phases.end());
  const { platform, endpoint, synthesisMs, deployMs, stop } = deployment;
  const deployedAt = performance.now();
  let report: RunReport;
  let left: readonly string[] = [];
  try {
    signal.throwIfAborted();
    const paint = createPaint(output.isTTY === true && !environment['NO_COLOR'] && !environment['CI']);
    output.write(`deployed at ${endpoint}\n`);
    const result = await drivePlatform(platform, {
      orders,
      ...(options.chaos && { chaosSeed: options.seed }),
      show: (view) => showPicture(output, view, { redraws, paint }),
      signal,
    });
    report = {
      seed: options.seed,
      times: { deployedAt, synthesisMs, deployMs },
      result,
      verdict: judge(result.outcome),
      malformed,
    };
    output.write(`${reportRun(report, paint).join('\n')}\n`);
    if (options.keep) {
      output.write(`\n${reportKeep(platform).join('\n')}\n`);
      await untilAborted(signal);
      signal.throwIfAborted();
    }
  } finally {
    left = await stop();
    phases.end();
    for (const line of left) {
      context.log(`not removed: ${line}`);
    }
  }
  return exitCodeOf(report, left);
}

/** Waits, and keeps the process alive: a container elsewhere does not. */
async function untilAborted(signal: AbortSignal): Promise<void> {
  const keptAlive = setInterval(() => {}, 2 ** 30);
  await once(signal, 'abort');
  clearInterval(keptAlive);
}
