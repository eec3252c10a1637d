import { registerHooks } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { CallCount } from './call-coverage.ts';
import { mutants } from './mutants/index.ts';
import { patched } from './patch.ts';

/** What a worker is started for. */
export interface WorkerTask {
  /** A planted bug, by its name. */
  readonly mutant?: string;
}

/** Seeds to simulate. */
export interface SeedRange {
  readonly system: string;
  readonly from: number;
  readonly count: number;
  /** Whether calls are counted by the place that makes them. */
  readonly covers: boolean;
}

/** What came of a {@link SeedRange}. */
export interface RangeReport {
  readonly histories: number;
  readonly events: number;
  readonly faults: ReadonlyMap<string, number>;
  readonly calls: ReadonlyMap<string, CallCount>;
  /** Seeds with a problem, and of each the one that was sought, or else its first. */
  readonly failed: readonly { readonly system: string; readonly seed: number; readonly problem: string }[];
}

const { mutant: name } = workerData as WorkerTask;
const mutant = mutants.find((one) => one.name === name);
if (mutant !== undefined) {
  registerHooks({ load: (url, context, nextLoad) => patched(url, nextLoad(url, context), mutant) });
}
// Simulated services refuse thousands of calls, and nobody reads where from: a failing seed is run again elsewhere.
Error.stackTraceLimit = 0;
const { simulateRange } = await import('./simulate-range.ts');
parentPort?.on('message', async (range: SeedRange) => {
  parentPort?.postMessage(await simulateRange(range, mutant?.shows));
});
