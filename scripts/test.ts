import { runVitest } from './run-vitest.ts';

/**
 * Two runs at the same time: the acceptance suite mostly waits for visibility timeouts, so all its files run at once;
 * the others compute, so they get a worker for each of two cores.
 */
const runs = {
  acceptance: ['--project', 'acceptance', '--maxWorkers', '12'],
  rest: ['--project', 'unit', '--project', 'engines', '--maxWorkers', '2'],
};

const ended = await Promise.all(
  Object.entries(runs).map(async ([name, args]) => {
    const run = await runVitest([...args, ...process.argv.slice(2)]);
    process.stdout.write(`\n== ${name}\n${run.output}`);
    return run;
  }),
);
const sum = (count: 'numPassedTests' | 'numFailedTests' | 'numPendingTests'): number =>
  ended.reduce((total, { report }) => total + (report?.[count] ?? 0), 0);
const skipped = sum('numPendingTests');
console.log(
  `\n${sum('numPassedTests')} passed, ${sum('numFailedTests')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
);
const withoutReport = ended.some(({ report }) => report === undefined);
process.exitCode = Math.max(...ended.map(({ code }) => code), skipped > 0 || withoutReport ? 1 : 0);
