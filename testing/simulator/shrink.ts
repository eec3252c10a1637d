import { runSeed, type SeedResult } from './run-seed.ts';
import type { System } from './system.ts';

/** Runs that a shrinking may take. */
const MOST_RUNS = 400;

/**
 * The shortest history found that fails like `failed`: faults and requests are left out as long as what is left still
 * has a problem of the same kind. Deterministic. `keepsRequests` leaves out faults only.
 */
export async function shrink(
  system: System,
  failed: SeedResult,
  { keepsRequests = false }: { readonly keepsRequests?: boolean } = {},
): Promise<SeedResult> {
  const kept = keepsRequests ? failed.requests : [];
  let best = failed;
  let runs = 0;
  const failsAlike = async (only: readonly string[]): Promise<boolean> => {
    runs += 1;
    const result = await runSeed(system, failed.seed, { only: new Set([...only, ...kept]) });
    if (!result.problems.some((problem) => kindOf(problem) === kindOf(failed.problems[0] ?? ''))) {
      return false;
    }
    best = result;
    return true;
  };

  let left = [...failed.struck.map(({ id }) => id), ...(keepsRequests ? [] : failed.requests)];
  for (let size = Math.ceil(left.length / 2); size >= 1 && runs < MOST_RUNS; ) {
    let removed = false;
    for (let start = 0; start < left.length && runs < MOST_RUNS; ) {
      const fewer = left.toSpliced(start, size);
      if (await failsAlike(fewer)) {
        // What no longer strikes need not be named either.
        const still = new Set([...best.struck.map(({ id }) => id), ...best.requests]);
        left = fewer.filter((id) => still.has(id));
        removed = true;
      } else {
        start += size;
      }
    }
    if (!removed || size > left.length) {
      size = size === 1 ? 0 : Math.min(Math.floor(size / 2), Math.max(1, left.length));
    }
  }
  return best;
}

/** The promise that a problem breaks, or its first words. */
const kindOf = (problem: string): string => /^G\d/.exec(problem)?.[0] ?? problem.slice(0, 20);
