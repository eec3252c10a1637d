import { runSeed } from '../../testing/simulator/run-seed.ts';
import { CallCoverage } from './call-coverage.ts';
import { systemNamed } from './systems/index.ts';
import type { RangeReport, SeedRange } from './worker.ts';

/** Simulates seed after seed; a seed that throws has failed as well. With `sought` only until a problem like it is found. */
export async function simulateRange(
  { system: name, from, count, covers }: SeedRange,
  sought?: RegExp,
): Promise<RangeReport> {
  const system = systemNamed(name);
  const coverage = new CallCoverage(covers);
  const faults = new Map<string, number>();
  const failed: RangeReport['failed'][number][] = [];
  let [histories, events] = [0, 0];
  const isFound = (): boolean => sought !== undefined && failed.some(({ problem }) => sought.test(problem));
  for (let seed = from; seed < from + count && !isFound(); seed += 1) {
    histories += 1;
    try {
      const result = await runSeed(system, seed, { coverage });
      events += result.history.events.length;
      for (const { kind } of result.struck) {
        faults.set(kind, (faults.get(kind) ?? 0) + 1);
      }
      const problem = result.problems.find((one) => sought?.test(one)) ?? result.problems[0];
      if (problem !== undefined) {
        failed.push({ system: name, seed, problem });
      }
    } catch (error) {
      failed.push({ system: name, seed, problem: String(error) });
    }
  }
  return { histories, events, faults, calls: coverage.counts, failed };
}
