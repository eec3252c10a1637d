import { availableParallelism } from 'node:os';
import { mutantsHelp, parseMutantArguments } from './arguments.ts';
import { FAILED, runCommand } from './command.ts';
import type { Mutant } from './patch.ts';
import { WorkerPool } from './pool.ts';
import type { RangeReport } from './worker.ts';

/** Seeds of each system that a mutant may take to be caught. */
const MOST_SEEDS = 1_500;
const CHUNK = 10;

interface Catch {
  readonly mutant: Mutant;
  readonly histories: number;
  /** What gave it away; undefined when nothing did. */
  readonly by?: FailedSeed;
  /** The first history that failed for another reason. */
  readonly otherwise?: FailedSeed;
}

type FailedSeed = RangeReport['failed'][number];

/** Simulates the systems that a mutant names until one history shows the problem that it must show. */
async function hunt(mutant: Mutant): Promise<Catch> {
  const pool = new WorkerPool(1, { mutant: mutant.name });
  let histories = 0;
  let by: Catch['by'];
  let otherwise: Catch['otherwise'];
  try {
    await pool.run(rangesFor(mutant), (report) => {
      histories += report.histories;
      by = report.failed.find(({ problem }) => mutant.shows.test(problem));
      otherwise ??= report.failed[0];
      return by === undefined;
    });
  } finally {
    await pool.close();
  }
  return { mutant, histories, by, otherwise };
}

function* rangesFor({ systems }: Mutant) {
  for (let from = 1; from <= MOST_SEEDS; from += CHUNK) {
    for (const system of systems) {
      yield { system, from, count: CHUNK, covers: false };
    }
  }
}

const lineOf = ({ mutant, histories, by, otherwise }: Catch): string =>
  by === undefined
    ? `MISSED  ${mutant.name}: ${histories} histories do not show ${mutant.shows} (${mutant.about})${otherwise === undefined ? '' : `, but ${otherwise.system} seed ${otherwise.seed}: ${otherwise.problem}`}`
    : `caught  ${mutant.name.padEnd(34)} after ${String(histories).padStart(4)} histories, ${by.system} seed ${by.seed}: ${by.problem}`;

await runCommand(async (args) => {
  const chosen = parseMutantArguments(args);
  if (chosen === undefined) {
    process.stdout.write(mutantsHelp);
    return 0;
  }
  const startedAt = performance.now();
  const rest = chosen.values();
  const missed: string[] = [];
  await Promise.all(
    Array.from({ length: availableParallelism() }, async () => {
      for (const mutant of rest) {
        const caught = await hunt(mutant);
        console.log(lineOf(caught));
        if (caught.by === undefined) {
          missed.push(mutant.name);
        }
      }
    }),
  );
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${chosen.length - missed.length} of ${chosen.length} mutants caught in ${seconds} s`);
  return missed.length === 0 ? 0 : FAILED;
});
