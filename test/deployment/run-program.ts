import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** A program of this repository, and what to do while it runs. */
export interface ProgramOptions {
  readonly variables: NodeJS.ProcessEnv;
  /** Told each line that it prints; `interrupt` does what Ctrl-C in a terminal does, to the whole group of processes. */
  readonly onLine?: (line: string, interrupt: () => void) => void;
}

/** How a program ended. */
export interface ProgramEnd {
  readonly code: number | null;
  /** Everything that it printed. */
  readonly output: string;
}

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a program, by the arguments of `node`, to its end. */
export async function runProgram(args: readonly string[], { variables, onLine }: ProgramOptions): Promise<ProgramEnd> {
  const child = spawn(process.execPath, args, {
    cwd: repository,
    env: { ...withoutVitest(process.env), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, as a shell gives it.
    detached: true,
  });
  const interrupt = () => void process.kill(-(child.pid ?? 0), 'SIGINT');
  const ended = once(child, 'exit');
  const lines: string[] = [];
  const read = async (stream: Readable): Promise<void> => {
    for await (const line of createInterface(stream)) {
      lines.push(line);
      onLine?.(line, interrupt);
    }
  };
  await Promise.all([read(child.stdout), read(child.stderr)]);
  const [code] = await ended;
  return { code, output: lines.join('\n') };
}

/** A vitest that finds the variables of another takes itself for a worker. */
const withoutVitest = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV$)/.test(name)));
