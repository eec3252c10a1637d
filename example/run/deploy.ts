import { type RunningStack, startStack, startTarget, type Target } from 'fanout/testing';
import type { Synthesis } from '../synthesise.ts';
import type { RunOptions } from './args.ts';
import type { Platform } from './platform.ts';

const stackName = 'FanoutExample';

/** The order platform on its target. */
export interface Deployment {
  readonly platform: Platform;
  readonly endpoint: string;
  readonly synthesisMs: number;
  /** Milliseconds from the synthesised template to functions that can be invoked. */
  readonly deployMs: number;
  /** Removes it and what was started for it. Answers what is left, one line each. */
  stop(): Promise<readonly string[]>;
}

/** How to deploy. */
export interface DeployOptions extends Pick<RunOptions, 'target' | 'port' | 'verbose'> {
  /** Already under way. */
  readonly synthesis: Promise<Synthesis>;
  readonly environment: NodeJS.ProcessEnv;
  /** Ends it early. */
  readonly signal: AbortSignal;
  /** Told what takes long, when it begins. */
  readonly onPhase: (phase: string) => void;
  /** Told what the CDK prints, line by line, when the run is verbose. */
  readonly log: (line: string) => void;
}

/**
 * Starts the target, which refuses before anything is synthesised if it is not to be had, and deploys the stack. Stop
 * it, or its processes go on; when it rejects, nothing is left.
 */
export async function deploy(options: DeployOptions): Promise<Deployment> {
  const { synthesis, onPhase } = options;
  const target = await startChosen(options);
  try {
    onPhase('bundling and synthesising the stack');
    const { assemblyDir, timings } = await synthesis;
    options.signal.throwIfAborted();
    const startedAt = performance.now();
    const stack: RunningStack = await startStack({ assembly: assemblyDir, stack: stackName, target });
    const { clients, outputs } = stack;
    return {
      platform: { clients, outputs, capabilities: target.capabilities },
      endpoint: clients.connection.endpoint ?? '',
      synthesisMs: timings.synthesisMs,
      deployMs: performance.now() - startedAt,
      stop: () => {
        stack.close();
        return target.stop();
      },
    };
  } catch (error) {
    await target.stop();
    throw error;
  }
}

/** Starts the target, and gives it up when the synthesis fails meanwhile. */
async function startChosen({ target, port, verbose, ...options }: DeployOptions): Promise<Target> {
  const { synthesis, environment, onPhase, log } = options;
  const failure = new AbortController();
  synthesis.catch((error) => failure.abort(error));
  return startTarget(target, {
    environment,
    signal: AbortSignal.any([options.signal, failure.signal]),
    log: onPhase,
    ...(verbose && { cdkOutput: log }),
    embedded: { port, verbose },
  });
}
