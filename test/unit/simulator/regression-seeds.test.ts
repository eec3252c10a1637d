import { expect, it } from 'vitest';
import { runSeed } from '../../../testing/simulator/run-seed.ts';
import { mutants } from '../../simulation/mutants/index.ts';
import { WorkerPool } from '../../simulation/pool.ts';
import { regressionSeeds } from '../../simulation/regression-seeds.ts';
import { systemNamed } from '../../simulation/systems/index.ts';

it.each(regressionSeeds)('seed $seed of $system no longer shows that $showed', async ({ system, seed }) => {
  const { problems } = await runSeed(systemNamed(system), seed);

  expect(problems).toEqual([]);
});

const withMutant = regressionSeeds.flatMap(({ mutant, ...one }) => (mutant === undefined ? [] : [{ ...one, mutant }]));

it.each(withMutant)(
  'seed $seed of $system shows it again with the mutant $mutant; if not, `npm run simulate:mutants -- --only $mutant` finds the seed that does',
  async ({ system, seed, mutant }) => {
    const problems: string[] = [];
    const pool = new WorkerPool(1, { mutant });
    try {
      await pool.run([{ system, from: seed, count: 1, covers: false }], ({ failed }) => {
        problems.push(...failed.map(({ problem }) => problem));
        return true;
      });
    } finally {
      await pool.close();
    }

    expect(problems).toEqual([expect.stringMatching(mutants.find(({ name }) => name === mutant)?.shows ?? /^$/)]);
  },
);
