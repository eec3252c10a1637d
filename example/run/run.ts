import { once } from 'node:events';
import type { Synthesis } from '../synthesise.ts';
import type { RunOptions } from './args.ts';
import { deploy } from './deploy.ts';
import { drivePlatform } from './drive-platform.ts';
import { canRedraw, showPicture } from './picture/live-picture.ts';
import type { OutputStream } from './picture/screen.ts';
import { readOrders } from './read-orders.ts';
import { formatCount } from './report/format.ts';
import { createPaint } from './report/paint.ts';
import { reportKeep } from './report/report-keep.ts';
import { reportNotEnforced } from './report/report-not-enforced.ts';
import { isProved, type RunReport, reportRun } from './report/report-run.ts';
import { judge } from './verdict/judge.ts';

/** What a run has to do with the process that it is in. */
export interface RunContext {
  /** Already under way. */
  readonly synthesis: Promise<Synthesis>;
  readonly standardInput: AsyncIterable<Uint8Array>;
  readonly output: OutputStream;
  readonly errors: OutputStream;
  readonly environment: NodeJS.ProcessEnv;
  /** Ends the run early. */
  readonly signal: AbortSignal;
}

/**
 * Deploys the order platform, drives it, judges what came of it and tells.
 *
 * @returns the exit code: 0 when every promise held and every line of the input was one, else 1.
 * @throws the signal's reason when it aborts; nothing is left running.
 */
export async function run(options: RunOptions, context: RunContext): Promise<number> {
  const { output, errors, environment, signal } = context;
  const { orders, malformed } = await readOrders(options, context.standardInput);
  for (const { line, problem } of malformed) {
    errors.write(`${options.ordersFile} line ${line}: ${problem}\n`);
  }
  if (orders.length === 0) {
    throw new Error(`no orders in ${options.ordersFile}; an order is one JSON object a line`);
  }
  const synthesis = await context.synthesis;
  signal.throwIfAborted();
  const { platform, cloud, deployMs, stop } = await deploy(synthesis, options.port);
  const deployedAt = performance.now();
  try {
    signal.throwIfAborted();
    const redraws = canRedraw(output, environment);
    const paint = createPaint(output.isTTY === true && !environment['NO_COLOR'] && !environment['CI']);
    output.write(`${formatCount(orders.length, 'order')}, seed ${options.seed}, endpoint ${cloud.endpoint}\n`);
    if (options.verbose) {
      output.write(`${reportNotEnforced(cloud.notEnforced).join('\n')}\n`);
    }
    const result = await drivePlatform(platform, {
      orders,
      ...(options.chaos && { chaosSeed: options.seed }),
      show: (view) => showPicture(output, view, { redraws, paint }),
      signal,
    });
    const report: RunReport = {
      seed: options.seed,
      times: { deployedAt, synthesisMs: synthesis.timings.synthesisMs, deployMs },
      result,
      verdict: judge(result.outcome),
      malformed,
    };
    output.write(`${reportRun(report, paint).join('\n')}\n`);
    if (options.keep) {
      output.write(`\n${reportKeep(platform).join('\n')}\n`);
      await once(signal, 'abort');
      signal.throwIfAborted();
    }
    return isProved(report) ? 0 : 1;
  } finally {
    await stop();
  }
}
