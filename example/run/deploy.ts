import { type RunningStack, startStack } from 'fanout/testing';
import type { Synthesis } from '../synthesise.ts';
import type { RunOptions } from './args.ts';
import type { Platform } from './platform.ts';

const stackName = 'FanoutExample';

/** The order platform on its target. */
export interface Deployment {
  readonly platform: Platform;
  readonly endpoint: string;
  /** Milliseconds from the synthesised template to functions that can be invoked. */
  readonly deployMs: number;
  /** Removes it and what was started for it. Answers what is left, one line each. */
  stop(): Promise<readonly string[]>;
}

/** How to deploy. */
export interface DeployOptions extends Pick<RunOptions, 'target' | 'port' | 'verbose'> {
  readonly environment: NodeJS.ProcessEnv;
  /** Ends it early. */
  readonly signal: AbortSignal;
  /** Told what happens, line by line. */
  readonly log: (line: string) => void;
}

/** Deploys a synthesised assembly. Stop it, or its processes go on. */
export async function deploy({ assemblyDir }: Synthesis, options: DeployOptions): Promise<Deployment> {
  const { target, port, verbose, environment, signal, log } = options;
  const startedAt = performance.now();
  const stack: RunningStack = await startStack({
    assembly: assemblyDir,
    stack: stackName,
    target,
    environment,
    signal,
    ...(verbose && { log }),
    embedded: { port, verbose },
  });
  const { clients, outputs } = stack;
  return {
    platform: { clients, outputs, capabilities: stack.target.capabilities },
    endpoint: clients.connection.endpoint ?? '',
    deployMs: performance.now() - startedAt,
    stop: () => stack.stop(),
  };
}
