import { availableParallelism } from 'node:os';
import { failureReport, historyOf } from '../../testing/simulator/failure-report.ts';
import { runSeed } from '../../testing/simulator/run-seed.ts';
import { shrink } from '../../testing/simulator/shrink.ts';
import { parseArguments, UsageError } from './arguments.ts';
import { CallCoverage } from './call-coverage.ts';
import { WorkerPool } from './pool.ts';
import { summaryOf, type Totals } from './report.ts';
import { systemNamed } from './systems/index.ts';
import type { SeedRange } from './worker.ts';

/** Seeds that a worker takes at a time. */
const CHUNK = 20;
/** Of so many chunks one counts calls by the place that makes them. */
const COVERED = 5;
const SHOWN_FAILURES = 3;
/** What shells take for a command that Ctrl-C has ended. */
const INTERRUPTED = 130;

async function main(): Promise<number> {
  const { systems, from, seeds, printsHistory } = parseArguments(process.argv.slice(2));
  if (printsHistory) {
    for (const name of systems) {
      console.log(historyOf(await runSeed(systemNamed(name), from)));
    }
    return 0;
  }
  const startedAt = performance.now();
  const coverage = new CallCoverage(true);
  const totals: Totals = { histories: 0, events: 0, faults: new Map(), failed: [] };
  const pool = new WorkerPool(availableParallelism());
  let isInterrupted = false;
  // A second one ends the command at once.
  process.once('SIGINT', () => {
    isInterrupted = true;
  });
  try {
    await pool.run(rangesOf(systems, from, seeds), (report) => {
      totals.histories += report.histories;
      totals.events += report.events;
      for (const [kind, count] of report.faults) {
        totals.faults.set(kind, (totals.faults.get(kind) ?? 0) + count);
      }
      coverage.add(report.calls);
      totals.failed.push(...report.failed);
      return totals.failed.length < SHOWN_FAILURES && !isInterrupted;
    });
  } finally {
    await pool.close();
  }
  for (const { system, seed } of totals.failed.slice(0, 1)) {
    const failed = await runSeed(systemNamed(system), seed);
    console.log(failureReport(await shrink(systemNamed(system), failed)));
    console.log(`replay: npm run simulate -- --system ${system} --from ${seed} --seeds 1`);
    console.log(`whole history: npm run simulate -- --system ${system} --from ${seed} --history`);
  }
  console.log(summaryOf(totals, coverage, (performance.now() - startedAt) / 1000));
  if (totals.failed.length > 0) {
    return 1;
  }
  return isInterrupted ? INTERRUPTED : 0;
}

/** All systems in turn, so that a failure of any shows soon. */
function* rangesOf(systems: readonly string[], from: number, seeds: number): Iterable<SeedRange> {
  let chunks = 0;
  for (let start = from; start < from + seeds; start += CHUNK) {
    for (const system of systems) {
      chunks += 1;
      yield { system, from: start, count: Math.min(CHUNK, from + seeds - start), covers: chunks % COVERED === 0 };
    }
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 2;
}
