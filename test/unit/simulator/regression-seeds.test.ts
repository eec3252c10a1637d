import { expect, it } from 'vitest';
import { runSeed } from '../../../testing/simulator/run-seed.ts';
import { mutants } from '../../simulation/mutants/index.ts';
import { regressionSeeds } from '../../simulation/regression-seeds.ts';
import { systemNamed } from '../../simulation/systems/index.ts';

it.each(regressionSeeds)('seed $seed of $system no longer shows that $showed', async ({ system, seed }) => {
  const { problems } = await runSeed(systemNamed(system), seed);

  expect(problems).toEqual([]);
});

it('each bug that a seed has shown can be planted again', () => {
  const names = mutants.map(({ name }) => name);

  expect(names).toEqual(expect.arrayContaining(regressionSeeds.flatMap(({ mutant }) => mutant ?? [])));
});
