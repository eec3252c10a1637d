import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './function-entries.ts';

/** What vitest's JSON report says of a run. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}

const reports = join(repositoryRoot, 'node_modules/.cache/fanout-test-reports');

/**
 * Two runs at the same time: the acceptance suite mostly waits for visibility timeouts, so all its files run at once;
 * the others compute, so they get a worker for each of two cores.
 */
const runs = {
  acceptance: ['--project', 'acceptance', '--maxWorkers', '12'],
  rest: ['--project', 'unit', '--project', 'engines', '--maxWorkers', '2'],
};

/** Runs vitest and answers its output, with its report when it wrote one. */
async function run(name: keyof typeof runs, args: readonly string[]): Promise<{ code: number; output: string }> {
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${join(reports, `${name}.json`)}`];
  const child = spawn('vitest', ['run', ...runs[name], ...reporters, ...args], {
    cwd: repositoryRoot,
    env: { ...process.env, NO_COLOR: '1' },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  const code = await new Promise<number>((resolve) => {
    child.on('error', (error) => {
      output += `${error.message}\n`;
      resolve(1);
    });
    child.on('close', (exitCode) => resolve(exitCode ?? 1));
  });
  return { code, output };
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const names = Object.keys(runs) as (keyof typeof runs)[];
const ended = await Promise.all(
  names.map(async (name) => {
    const { code, output } = await run(name, process.argv.slice(2));
    process.stdout.write(`\n== ${name}\n${output}`);
    return code;
  }),
);
const results = names.map((name) => JSON.parse(readFileSync(join(reports, `${name}.json`), 'utf8')) as Report);
const sum = (count: (report: Report) => number): number => results.reduce((total, report) => total + count(report), 0);
const skipped = sum(({ numPendingTests }) => numPendingTests);
console.log(
  `\n${sum(({ numPassedTests }) => numPassedTests)} passed, ${sum(({ numFailedTests }) => numFailedTests)} failed${
    skipped > 0 ? `, ${skipped} skipped` : ''
  }`,
);
process.exitCode = Math.max(...ended, skipped > 0 ? 1 : 0);
