import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { TargetError } from './target-error.ts';

/** How to run the CDK's command line. */
export interface CdkCliOptions {
  readonly projectDirectory: string;
  /** Asked before each command: credentials may be other ones by then. */
  readonly environment: () => NodeJS.ProcessEnv | Promise<NodeJS.ProcessEnv>;
  readonly output?: (line: string) => void;
}

/** How a command ended. */
export interface CdkResult {
  readonly ok: boolean;
  /** Everything that it printed. */
  readonly output: string;
}

/** The `cdk` command of a project. */
export class CdkCli {
  readonly #options: CdkCliOptions;
  readonly #command: string;

  /** @throws {TargetError} PACKAGE_MISSING when the project has no aws-cdk. */
  constructor(options: CdkCliOptions) {
    this.#options = options;
    this.#command = commandOf(options.projectDirectory);
  }

  /** Runs one command to its end. A signal ends it early; the stack may then go on changing by itself. */
  async run(args: readonly string[], signal?: AbortSignal): Promise<CdkResult> {
    signal?.throwIfAborted();
    const { projectDirectory, output } = this.#options;
    const environment = await this.#options.environment();
    const child = spawn(process.execPath, [this.#command, ...args, '--no-color', '--no-notices'], {
      cwd: projectDirectory,
      env: { ...environment, CDK_DISABLE_CLI_TELEMETRY: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C in the terminal must reach this process alone, which decides what becomes of the stack.
      detached: true,
    });
    const end = () => child.kill();
    signal?.addEventListener('abort', end);
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => {
        lines.push(line);
        output?.(line);
      });
    }
    const code = await new Promise<number | null>((settle) => {
      child.on('error', (error) => {
        lines.push(error.message);
        settle(null);
      });
      child.on('close', settle);
    });
    signal?.removeEventListener('abort', end);
    signal?.throwIfAborted();
    return { ok: code === 0, output: lines.join('\n') };
  }
}

function commandOf(projectDirectory: string): string {
  const project = resolve(projectDirectory);
  try {
    return createRequire(join(project, 'package.json')).resolve('aws-cdk/bin/cdk');
  } catch (error) {
    throw new TargetError(
      'PACKAGE_MISSING',
      `${project} has no aws-cdk, which deploys; npm install --save-dev aws-cdk@2`,
      { cause: error },
    );
  }
}
