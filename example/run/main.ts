import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { synthesiseExample } from '../synthesise.ts';
import { help, parseArguments, type RunOptions } from './args.ts';
import { readOrders } from './read-orders.ts';

const { argv, env, stderr, stdin, stdout } = process;

const exitCodes = { cannotStart: 2, failed: 1, interrupted: 130 } as const;

process.exitCode = await main();

async function main(): Promise<number> {
  const parsed = parseArguments(argv.slice(2), () => randomInt(2 ** 32));
  switch (parsed.kind) {
    case 'help':
      stdout.write(help);
      return 0;
    case 'wrong':
      return refuse(parsed.problem);
    case 'run':
      return start(parsed.options);
  }
}

async function start(options: RunOptions): Promise<number> {
  const signal = interruption(options);
  try {
    return await runOrders(options, signal);
  } catch (error) {
    if (signal.aborted) {
      return exitCodes.interrupted;
    }
    stderr.write(`${describe(error, options.verbose)}\n`);
    return (await isTargetMissing(error)) ? exitCodes.cannotStart : exitCodes.failed;
  }
}

/** Aborts at Ctrl-C, or when the process is asked to end. */
function interruption({ target }: RunOptions): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // The embedded cloud ends with this process however it ends. Elsewhere a container or a stack would stay.
      if (controller.signal.aborted && target === 'embedded') {
        process.exit(exitCodes.interrupted);
      }
      if (target !== 'embedded') {
        stderr.write(`\n${signal}: removing what was started\n`);
      }
      controller.abort();
      // Orders may be awaited from a keyboard.
      stdin.destroy();
    });
  }
  return controller.signal;
}

async function runOrders(options: RunOptions, signal: AbortSignal): Promise<number> {
  const input = await readOrders(options, stdin);
  for (const { line, problem } of input.malformed) {
    stderr.write(`${options.ordersFile} line ${line}: ${problem}\n`);
  }
  if (input.orders.length === 0) {
    throw new Error(`no orders in ${options.ordersFile}; an order is one JSON object a line`);
  }
  // Synthesis is another process, so it runs while this one loads the SDK and starts the target.
  const outdir = fileURLToPath(new URL('../../cdk.out', import.meta.url));
  const over = new AbortController();
  const synthesis = synthesiseExample({ outdir, environment: env, signal: AbortSignal.any([signal, over.signal]) });
  synthesis.catch(() => {});
  try {
    const { run } = await import('./run.ts');
    return await run(options, {
      input,
      synthesis,
      output: stdout,
      log: (line) => stderr.write(`${line}\n`),
      environment: env,
      signal,
    });
  } finally {
    // A target that refuses does so before the synthesis is done.
    over.abort();
  }
}

/** Whether the place to run at is not to be had; a deployment that failed there is another thing. */
async function isTargetMissing(error: unknown): Promise<boolean> {
  const { EmbeddedCloudError, TargetError } = await import('fanout/testing');
  return error instanceof EmbeddedCloudError
    ? ['PORT_IN_USE', 'ENGINE_UNAVAILABLE'].includes(error.code)
    : error instanceof TargetError && error.code !== 'DEPLOYMENT_FAILED';
}

function describe(error: unknown, isVerbose: boolean): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  return isVerbose ? (error.stack ?? error.message) : error.message;
}

function refuse(problem: string): number {
  stderr.write(`${problem}\n`);
  return exitCodes.cannotStart;
}
