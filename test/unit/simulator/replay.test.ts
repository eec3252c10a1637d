import { describe, expect, it } from 'vitest';
import { runSeed } from '../../../testing/simulator/run-seed.ts';
import { systems } from '../../simulation/systems/index.ts';

describe('a seed', () => {
  it.each(systems.map((system) => [system.name, system] as const))('of %s replays bit for bit', async (_, system) => {
    const first = await runSeed(system, 11);
    const second = await runSeed(system, 11);

    expect(second.history.hash()).toBe(first.history.hash());
    expect(second.struck).toEqual(first.struck);
    expect(first.history.events.length).toBeGreaterThan(10);
  });

  it.each(systems.map((system) => [system.name, system] as const))(
    'of %s is a history of its own',
    async (_, system) => {
      const one = await runSeed(system, 11);
      const other = await runSeed(system, 12);

      expect(other.history.hash()).not.toBe(one.history.hash());
    },
  );

  it('strikes only with the faults that it may', async () => {
    const [system] = systems;
    const all = await runSeed(system as never, 11);
    const one = all.struck[0]?.id ?? '';

    const fewer = await runSeed(system as never, 11, { only: new Set([one, ...all.requests]) });

    expect(all.struck.length).toBeGreaterThan(1);
    expect(fewer.struck.map(({ id }) => id)).toEqual([one]);
  });
});
