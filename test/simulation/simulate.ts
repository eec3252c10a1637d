import { availableParallelism } from 'node:os';
import { failureReport, historyOf, verdictOn } from '../../testing/simulator/failure-report.ts';
import type { FaultKind } from '../../testing/simulator/fault-plan.ts';
import { runSeed } from '../../testing/simulator/run-seed.ts';
import { shrink } from '../../testing/simulator/shrink.ts';
import { type Arguments, parseArguments, simulateHelp } from './arguments.ts';
import { CallCoverage } from './call-coverage.ts';
import { FAILED, INTERRUPTED, runCommand } from './command.ts';
import { addEffects, effectLines, type FaultEffect } from './fault-effects.ts';
import { WorkerPool } from './pool.ts';
import { summaryOf, type Totals } from './report.ts';
import { systemNamed } from './systems/index.ts';
import type { SeedRange } from './worker.ts';

/** Seeds that a worker takes at a time. */
const CHUNK = 20;
/** Of so many chunks one counts calls by the place that makes them. */
const COVERED = 5;
const SHOWN_FAILURES = 3;

await runCommand(async (args) => {
  const parsed = parseArguments(args);
  if (parsed === undefined) {
    process.stdout.write(simulateHelp);
    return 0;
  }
  if (parsed.measuresEffects) {
    return measureEffects(parsed);
  }
  return parsed.printsHistory ? printHistories(parsed) : simulate(parsed);
});

/** Prints everything that happened in the first seed of each system, and whether it broke a promise. */
async function printHistories({ systems, from }: Arguments): Promise<number> {
  let code = 0;
  for (const name of systems) {
    const result = await runSeed(systemNamed(name), from);
    console.log(historyOf(result));
    console.log(verdictOn(result));
    code = result.problems.length > 0 ? FAILED : code;
  }
  return code;
}

/** Prints what each kind of fault changes; a kind that changes nothing is one in name only. */
async function measureEffects({ systems, from, seeds }: Arguments): Promise<number> {
  const effects = new Map<FaultKind, FaultEffect>();
  for (const [index, name] of systems.entries()) {
    // Systems draw alike from one seed, so each has seeds of its own.
    const first = from + index * seeds;
    for (let seed = first; seed < first + seeds; seed += 1) {
      await addEffects(systemNamed(name), seed, effects);
    }
  }
  console.log(effectLines(effects).join('\n'));
  const idle = [...effects].filter(([, { told }]) => told === 0).map(([kind]) => kind);
  console.log(idle.length === 0 ? 'each kind of fault has an effect' : `without any effect: ${idle.join(', ')}`);
  return idle.length === 0 ? 0 : FAILED;
}

async function simulate({ systems, from, seeds, printsWhole }: Arguments): Promise<number> {
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
    const replay = `npm run simulate -- --system ${system} --from ${seed}`;
    const failed = await runSeed(systemNamed(system), seed);
    console.log(failureReport(await shrink(systemNamed(system), failed), `${replay} --seeds 1 --whole`, printsWhole));
    console.log(`replay: ${replay} --seeds 1`);
    console.log(`before it was shrunk: ${replay} --history`);
  }
  console.log(summaryOf(totals, coverage, (performance.now() - startedAt) / 1000));
  if (totals.failed.length > 0) {
    return FAILED;
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
