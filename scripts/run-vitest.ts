import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from './function-entries.ts';

/** One test in vitest's JSON report. */
export interface ReportedTest {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'skipped' | 'pending' | 'todo';
  /** Milliseconds; missing for a test that did not run. */
  readonly duration?: number;
}

/** What vitest's JSON report says of a run. */
export interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly { readonly assertionResults: readonly ReportedTest[] }[];
}

/** How a run ended. */
export interface VitestRun {
  readonly code: number;
  /** Everything that it printed. */
  readonly output: string;
  /** Missing when vitest did not get as far as running tests. */
  readonly report?: Report;
}

/** Variables and an early end of a run. */
export interface RunOptions {
  readonly variables?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/** Runs vitest to its end. Never rejects: a vitest that cannot run is a run that failed. */
export async function runVitest(
  args: readonly string[],
  { variables = {}, signal }: RunOptions = {},
): Promise<VitestRun> {
  if (signal?.aborted) {
    return { code: 1, output: '' };
  }
  const folder = mkdtempSync(join(tmpdir(), 'fanout-report-'));
  const file = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
    const child = spawn('vitest', ['run', ...args, ...reporters], {
      cwd: repositoryRoot,
      env: { ...process.env, NO_COLOR: '1', ...variables },
      // A process group of its own, where somebody else than the terminal ends it.
      detached: signal !== undefined,
    });
    const end = () => endGroup(child);
    signal?.addEventListener('abort', end);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
      });
    }
    const code = await new Promise<number>((resolve) => {
      child.on('error', (error) => {
        output += `${error.message}\n`;
      });
      child.on('close', (exitCode) => resolve(exitCode ?? 1));
    });
    signal?.removeEventListener('abort', end);
    return { code, output, report: readReport(file) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ends vitest and the programs that its tests have started, which would outlive it. */
function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) {
      process.kill(-pid, 'SIGTERM');
    }
  } catch {
    // It has ended.
  }
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return undefined;
  }
}
